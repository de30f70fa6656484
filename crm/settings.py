"""Settings, read from the environment; the defaults serve a demo on one machine."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
# SQLite opens no file in a folder that is not there, and any command may come first.
VAR_DIR.mkdir(parents=True, exist_ok=True)


def flag(name: str, *, default: bool) -> bool:
    """Read a yes/no setting; anything but the usual words for yes is no."""
    value = os.environ.get(name)
    return default if value is None else value.lower() in {"1", "true", "yes", "on"}


#: A demo on the coach's own machine: open host, no HTTPS, weak secret, demo logins.
DEMO = flag("DEMO", default=True)
DEBUG = flag("DEBUG", default=False)
SECRET_KEY = os.environ.get("SECRET_KEY", "demo-only" if DEMO else "")
if not SECRET_KEY:
    msg = "Set SECRET_KEY to a long random string (or DEMO=1 for a demo)."
    raise ImproperlyConfigured(msg)

ALLOWED_HOSTS = os.environ.get(
    "ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO else ""
).split(",")
CSRF_TRUSTED_ORIGINS = [
    origin for origin in os.environ.get("TRUSTED_ORIGINS", "").split(",") if origin
]
SITE_URL = os.environ.get(
    "SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
)

INSTALLED_APPS = [
    "crm",
    "employers",
    "placements",
    "cms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_fsm",
    "django_htmx",
    "django_tasks_db",
    "import_export",
    "modelcluster",
    "simple_history",
    "taggit",
    "wagtail.admin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "cms.apps.UsersConfig",
    "wagtail",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "crm.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "crm.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "crm.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "crm.forms.Renderer"

# --- Data -------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{VAR_DIR / 'raatali.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Two readers that both turn writers would end in "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456"
        ),
    }
#: Where pg_dump and pg_restore are, if not where programs usually are.
PG_BIN = os.environ.get("PG_BIN", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by the processes of one machine; several machines set CACHE_URL to Redis.
CACHE_URL = os.environ.get("CACHE_URL", "")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
        }
        if CACHE_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
        }
    )
}
TASKS = {
    "default": {
        "BACKEND": os.environ.get("TASKS_BACKEND", "django_tasks_db.DatabaseBackend"),
    }
}

# --- People -----------------------------------------------------------------

AUTH_USER_MODEL = "crm.User"
AUTHENTICATION_BACKENDS = [
    "crm.accounts.RoleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "day"
ACCOUNT_ADAPTER = "crm.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Räätäli"
USERSESSIONS_TRACK_ACTIVITY = False
#: Roles that must have a second factor; empty in a demo.
SECOND_FACTOR_ROLES = [
    role
    for role in os.environ.get(
        "SECOND_FACTOR_ROLES", "" if DEMO else "coach,manager,admin"
    ).split(",")
    if role
]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# --- Language and time ------------------------------------------------------

LANGUAGE_CODE = "fi"
#: The language of the public site's addresses without a language in them.
SITE_LANGUAGE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "crm" / "locale"]
TIME_ZONE = "Europe/Helsinki"

# --- Files ------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Photos of workplaces: no address of their own, a view hands them out.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private"},
    },
    "staticfiles": {"BACKEND": "crm.storage.StaticStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Mail -------------------------------------------------------------------

MAILERS = {
    "default": {
        "BACKEND": os.environ.get(
            "MAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
        ),
        "OPTIONS": (
            {
                "host": os.environ["MAIL_HOST"],
                "port": int(os.environ.get("MAIL_PORT", "25")),
            }
            if "MAIL_HOST" in os.environ
            else {}
        ),
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "raatali@localhost")

# --- Security ---------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if not DEMO:
    SECURE_SSL_REDIRECT = flag("SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The proxy asks for it by plain HTTP.
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # A list in browsers cannot be left again: the county decides, not we.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- Logs -------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_address": {"()": "crm.logs.WithoutAddress"}},
    "formatters": {
        "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain" if DEMO else "json",
            "filters": ["without_address"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING" if DEMO else "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # Its lines hold what was asked of the business register: names.
        "httpx": {"level": "WARNING"},
    },
}

# --- Wagtail ----------------------------------------------------------------

WAGTAIL_SITE_NAME = "Räätäli"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- The product ------------------------------------------------------------

#: How long a transition may be undone by the one who made it, in minutes.
UNDO_MINUTES = 10
#: How far back a coach may date what happened, in days (domain.md 4.2).
BACKDATE_DAYS = 14
#: Another coach's contact within these days is warned about (domain.md 4.1).
CONFLICT_DAYS = 14
#: Months of silence after which an employer without open items is dormant.
DORMANT_MONTHS = 12
#: Days during which a merge or an import may be undone.
UNDO_DAYS = 30
#: Default keep-in-touch interval for partners, in days (domain.md SEED-34).
KEEP_IN_TOUCH_DAYS = 90
#: Days after which a candidate or somebody at work counts as left without contact.
CANDIDATE_TOUCH_DAYS = 30
#: What a candidate's code begins with: "KU-0042".
CANDIDATE_PREFIX = os.environ.get("CANDIDATE_PREFIX", "KU")
#: So many active candidates a coach may have (SEED-57).
CASELOAD_CAP = 20
#: Counts of fewer persons are not shown; at least five (domain.md 5.3).
SMALL_NUMBER = max(5, int(os.environ.get("SMALL_NUMBER", "5")))
#: A candidate is kept so many years after the last matter (law 703/2023).
RETENTION_YEARS = 10
#: A manager's stated purpose opens one candidate for this many minutes.
PURPOSE_MINUTES = 30
#: A contact may be corrected by its coach for this many days (domain.md 4.2).
CORRECT_DAYS = 7
#: The Finnish business register's open data; REGISTER_LOOKUP=0 is the kill switch.
REGISTER_LOOKUP = flag("REGISTER_LOOKUP", default=True)
REGISTER_URL = os.environ.get(
    "REGISTER_URL", "https://avoindata.prh.fi/opendata-ytj-api/v3"
)

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
SIMPLE_HISTORY_REVERT_DISABLED = True
