from django.urls import path

from oneplan.web.casework.views import copy, goals, plan, steps

urlpatterns = [
    path("families/<family:pk>/plan/", plan.show, name="plan"),
    path("families/<family:pk>/plan/agree/", plan.agree, name="plan-agree"),
    path("families/<family:pk>/plan/others/new/", plan.link, name="linked-new"),
    path("plan/others/<int:pk>/end/", plan.end_linked, name="linked-end"),
    path("families/<family:pk>/goals/new/", goals.new, name="goal-new"),
    path("goals/<int:pk>/", goals.show, name="goal"),
    path("goals/<int:pk>/change/", goals.edit, name="goal-edit"),
    path("goals/<int:pk>/focus/", goals.focus, name="goal-focus"),
    path("goals/<int:pk>/order/", goals.order, name="goal-order"),
    path("goals/<int:pk>/state/", goals.state, name="goal-state"),
    path("goals/<int:pk>/reading/", goals.reading, name="goal-reading"),
    path("goals/<int:pk>/actions/new/", steps.new, name="step-new"),
    path("actions/<int:pk>/done/", steps.done, name="step-done"),
    path("actions/<int:pk>/report/", steps.report, name="step-report"),
    path("actions/<int:pk>/owner/", steps.owner, name="step-owner"),
    path("actions/<int:pk>/reopen/", steps.reopen, name="step-reopen"),
    path("families/<family:pk>/copy/", copy.show, name="family-copy"),
    path("families/<family:pk>/copy/give/", copy.give, name="copy-give"),
    path("our-plan/", copy.our_plan, name="our-plan"),
]
