"""Forms of signing in and of accounts."""

from typing import Any

from django import forms

from oneplan.web.access import codes
from oneplan.web.site.forms import Form

_NARROW = "govuk-input--width-10"


def _password(label: str, *, new: bool, hint: str = "") -> forms.CharField:
    known = "new-password" if new else "current-password"
    widget = forms.PasswordInput(attrs={"autocomplete": known})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget, help_text=hint)


class CodeForm(Form):
    code = forms.CharField(
        label="Six-digit code",
        max_length=20,
        help_text="From the app on your phone. Phone lost? Type one of your recovery codes instead.",
        widget=forms.TextInput(
            attrs={"class": _NARROW, "inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )


class AppForm(CodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "The app shows it below “OnePlan”; it changes every half minute."
        self.fields["code"].widget.attrs.pop("autofocus")

    def clean_code(self) -> str:
        code = codes.digits(self.cleaned_data["code"])
        if len(code) != codes.DIGITS:
            raise forms.ValidationError(f"The code has {codes.DIGITS} digits. Type the one the app shows now.")
        return code


class PasskeyForm(Form):
    name = forms.CharField(
        label="What shall we call it?", max_length=60, required=False, help_text="Like “my phone” or “work laptop”."
    )
    answer = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=20_000)


class AnswerForm(Form):
    answer = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=20_000)


class ForgottenForm(Form):
    name = forms.CharField(
        label="Your name to sign in with",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class NewPasswordForm(Form):
    new_password = _password(
        "New password", new=True, hint="At least twelve letters. Three or four words in a row are easy to remember."
    )
    password_again = _password("The same again", new=True)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("new_password") and data.get("password_again") and data["new_password"] != data["password_again"]:
            self.add_error("password_again", "The two are not the same. Type both again.")
        return data


class ChangePasswordForm(NewPasswordForm):
    old_password = _password("The password you have now", new=False)
    field_order = ["old_password", "new_password", "password_again"]


class ConfirmForm(Form):
    password = _password("Your password", new=False)


class DirectoryForm(Form):
    directory_id = forms.CharField(
        label="Their entry in the council's directory",
        max_length=200,
        required=False,
        help_text="Exactly as the directory says it; empty where they sign in by a password.",
    )


class AccountForm(DirectoryForm):
    name = forms.CharField(
        label="Name to sign in with",
        max_length=150,
        help_text="Small letters, like “lucy.tran”.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["name", "directory_id"]


class ReasonForm(Form):
    reason = forms.CharField(
        label="How do you know that it is really them who ask?",
        max_length=300,
        help_text="Like “I rang her on the number in our list”. It is kept as a digest in the chain of changes.",
    )


class LinkCodeForm(Form):
    code = forms.CharField(
        label="The code we sent you separately",
        max_length=20,
        widget=forms.TextInput(attrs={"class": _NARROW, "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class QuestionAnswerForm(Form):
    answer = forms.CharField(
        label="Your answer",
        max_length=2000,
        widget=forms.Textarea(),
        help_text="Yes, no, or a sentence. Leave out what they do not need to know.",
    )
