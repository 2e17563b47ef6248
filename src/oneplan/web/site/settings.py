"""The one settings file: read from the environment by typed readers; a malformed value stops the start."""

import sys
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.site.keys import secret

env = environ.Env()
HOME = Path(env.str("ONEPLAN_HOME", default="var")).resolve()
DEBUG = env.bool("ONEPLAN_DEBUG", default=False)
DEMO = env.bool("ONEPLAN_DEMO", default=False)

SECRET_KEY = secret("secret_key", home=HOME)
AUDIT_KEY = secret("audit_key", home=HOME)
SEAL_KEYS = env.list("ONEPLAN_SEAL_KEYS", default=[])
SEAL_FOLDER = HOME / "keys"
FORM_KEY = env.str("ONEPLAN_FORM_KEY", default="")
SEARCH_KEY = secret("search_key", home=HOME)
AUDIT_ANCHORS = HOME / "anchors"
OUTBOX_FOLDER = HOME / "outbox"
MEDIA_ROOT = HOME / "media"
PACK_KEY = secret("pack_key", home=HOME)
PACK_FOLDER = HOME / "packs"
DATA_FOLDER = HOME / "data"
EXPORT_KEY = secret("export_key", home=HOME)

ALLOWED_HOSTS = env.list("ONEPLAN_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
ROOT_URLCONF = "oneplan.web.site.urls"
AUTH_USER_MODEL = "access.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "sign-in"
CSRF_FAILURE_VIEW = "oneplan.web.site.held.form_from_another_sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("ONEPLAN_TIME_ZONE", default="Europe/London")
USE_TZ = True

INSTALLED_APPS = [
    "oneplan.web.site",
    "oneplan.web.access",
    "oneplan.web.agencies",
    "oneplan.web.people",
    "oneplan.web.sharing",
    "oneplan.web.data",
    "oneplan.web.casework",
    "oneplan.web.value",
    "oneplan.web.frontdoor",
    "oneplan.web.rights",
    "oneplan.web.demo",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "oneplan.web.access.middleware.WorkerMiddleware",
    "oneplan.web.access.middleware.PaceMiddleware",
    "oneplan.web.access.middleware.SecondStepMiddleware",
    "oneplan.web.site.held.HeldFormMiddleware",
    "oneplan.web.access.middleware.RefusalMiddleware",
    "oneplan.web.site.once.OnceMiddleware",
    "oneplan.web.access.middleware.ViewLogMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "oneplan.web.site.layout.layout",
            ],
            "builtins": ["oneplan.web.site.templatetags.oneplan"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
    ),
}


def _database() -> dict[str, object]:
    found = dict(env.db("DATABASE_URL", default=f"sqlite:///{HOME / 'oneplan.sqlite3'}"))
    options = dict(found.get("OPTIONS", {}))
    if "sqlite" in str(found["ENGINE"]):
        HOME.mkdir(parents=True, exist_ok=True)
        options |= _SQLITE
    else:
        found["CONN_MAX_AGE"] = 60
    return found | {"OPTIONS": options}


DATABASES = {"default": _database()}

AUTHENTICATION_BACKENDS = ["oneplan.web.access.backend.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "oneplan.web.access.own_words.OwnWordsValidator"},
]
SESSION_COOKIE_AGE = env.int("ONEPLAN_SESSION_SECONDS", default=60 * 60)
SESSION_LONGEST_SECONDS = env.int("ONEPLAN_SESSION_LONGEST_SECONDS", default=12 * 60 * 60)  # however busy it is
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# who must show a second thing beside the password: every worker, but nobody in the demonstration
_EVERY_WORKER = [role.value for role in Role if role is not Role.FAMILY_MEMBER]
SECOND_STEP_ROLES = frozenset(map(Role, env.list("ONEPLAN_SECOND_STEP_ROLES", default=[] if DEMO else _EVERY_WORKER)))
PAGES_A_MINUTE = env.int("ONEPLAN_PAGES_A_MINUTE", default=300)  # of one account, in each process; 0: no limit
STEP_UP_SECONDS = env.int("ONEPLAN_STEP_UP_SECONDS", default=10 * 60)
ADDRESS = env.str("ONEPLAN_ADDRESS", default="http://127.0.0.1:8000").rstrip(
    "/"
)  # what stands in letters, never a header's word
# the council's own sign-in, by OpenID Connect
OIDC_ISSUER = env.str("ONEPLAN_OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("ONEPLAN_OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("ONEPLAN_OIDC_CLIENT_SECRET", default="")
OIDC_CLAIM = env.str("ONEPLAN_OIDC_CLAIM", default="sub")
OIDC_SCOPE = env.str("ONEPLAN_OIDC_SCOPE", default="openid profile")
OIDC_SESSION_SECONDS = env.int("ONEPLAN_OIDC_SESSION_SECONDS", default=8 * 60 * 60)
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_COOKIES = env.bool("ONEPLAN_HTTPS", default=False)
CSRF_TRUSTED_ORIGINS = env.list("ONEPLAN_ORIGINS", default=[])  # https://plan.example.org, behind a proxy
if env.bool("ONEPLAN_BEHIND_PROXY", default=False):  # only where the proxy always sets or removes the header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
if SECURE_COOKIES:  # a name that browsers take from this host over HTTPS alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_SSL_REDIRECT = env.bool("ONEPLAN_HTTPS_REDIRECT", default=False)
SECURE_HSTS_SECONDS = env.int("ONEPLAN_HSTS_SECONDS", default=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("ONEPLAN_HSTS_SUBDOMAINS", default=False)  # where the domain is OnePlan's own
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # of those two
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
_MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
TESTING = "pytest" in sys.modules
if TESTING:  # whitenoise warns of a folder that collectstatic has not made
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if DEBUG or TESTING else _MANIFEST},
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = ["oneplan.web.site.uploads.OnlyWhereAsked"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
