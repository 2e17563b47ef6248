"""Addresses of signing in, accounts, partners' links, and of what was changed and seen."""

from django.urls import path

from oneplan.web.access.views import accounts, audit, confirm, my_account, partner, passwords, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/code/", signing_in.code, name="sign-in-code"),
    path("sign-in/passkey/", signing_in.passkey, name="sign-in-passkey"),
    path("sign-in/council/", signing_in.single, name="single-sign-on"),
    path("sign-in/council/back/", signing_in.single_back, name="single-sign-on-back"),
    path("sign-in/forgotten/", passwords.forgotten, name="forgotten"),
    path("sign-in/forgotten/asked/", passwords.asked, name="forgotten-asked"),
    path("sign-in/link/<str:secret>/", passwords.way_in, name="way-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("confirm/", confirm.confirm, name="confirm"),
    path("confirm/passkey/", confirm.confirm_passkey, name="confirm-passkey"),
    path("my-account/", my_account.show, name="my-account"),
    path("my-account/second-step/", my_account.second_step_page, name="second-step"),
    path("my-account/password/", my_account.password, name="my-password"),
    path("my-account/app/", my_account.app, name="code-app"),
    path("my-account/app/off/", my_account.app_off, name="code-app-off"),
    path("my-account/passkeys/new/", my_account.passkey, name="passkey-new"),
    path("my-account/passkeys/<int:pk>/off/", my_account.passkey_off, name="passkey-off"),
    path("my-account/recovery-codes/", my_account.recovery_codes, name="recovery-codes"),
    path("my-account/sessions/<int:pk>/end/", my_account.session_end, name="session-end"),
    path("my-account/sign-out-everywhere/", my_account.sign_out_everywhere, name="sign-out-everywhere"),
    path("accounts/", accounts.every, name="accounts"),
    path("accounts/tries/", accounts.tries, name="sign-in-tries"),
    path("accounts/new/", accounts.find_worker, name="account-find"),
    path("accounts/new/<int:pk>/", accounts.make, name="account-make"),
    path("accounts/<int:pk>/", accounts.one, name="account"),
    path("accounts/<int:pk>/link/", accounts.give_link, name="account-link"),
    path("accounts/<int:pk>/switch/", accounts.switch, name="account-switch"),
    path("accounts/<int:pk>/second-step/", accounts.start_over, name="account-start-over"),
    path("accounts/<int:pk>/directory/", accounts.directory, name="account-directory"),
    path("accounts/<int:pk>/lockout/", accounts.lift, name="account-lift"),
    path("accounts/<int:pk>/sign-out/", accounts.sign_out, name="account-sign-out"),
    path("link/<str:secret>/", partner.link, name="partner-link"),
    path("changes/", audit.audit, name="audit"),
]
