"""The settings of Plenary; what differs by machine is in config/environment.py."""

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from config import environment
from config.environment import BASE_DIR
from config.logs import logging_settings
from publishing.reading import REPLICA

ENV = environment.read()

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.csrf_trusted_origins
DATA_DIR = ENV.data_dir
SITE_ADDRESS = ENV.address  # such as https://plenary.example, also written into files
# nginx's internal location of the media folder, such as /_media/; empty: Django sends the files.
ACCEL_PREFIX = ENV.accel
# Of whole pages in the memory of each process; 0 keeps none. No stamp changes when a template is edited.
KEPT_PAGES_BYTES = 0 if DEBUG else ENV.kept_pages_mb * 2**20
API_REQUESTS = ENV.api_requests  # of one address in a minute that each process answers; 0: any number
BROWSER_DRAFTS = ENV.browser_drafts  # whether browsers keep drafts of the admin's forms

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "publishing",
    "editorial",
    "partners",
    "meetings",
    "photos",
    "website",
    "demonstration",
    "modeltranslation",  # before the admin, whose forms it translates
    "config.apps.AdminSiteConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "admin_ordering",
    "django_filters",
    "django_prose_editor",
    "django_tasks_db",
    "reversion",
]

MIDDLEWARE = [
    "config.kept_pages.KeptPagesMiddleware",  # above all that makes part of an answer
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # needs the bytes and the Cache-Control of all below
    "config.middleware.CodingMiddleware",  # needs the Cache-Control of all below, also of the admin
    "django.middleware.csp.ContentSecurityPolicyMiddleware",  # below ConditionalGet: browsers apply the CSP of a 304
    "config.middleware.HeadersMiddleware",
    "config.api.ApiMiddleware",  # above all that answers with error pages
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.PagesAtOnceMiddleware",
    "config.replicas.ReplicaMiddleware",  # below all that wait, so that the stamp is read just before the page
    "django.contrib.sessions.middleware.SessionMiddleware",
    "publishing.middleware.PreviewMiddleware",  # below all that needs the original address
    "config.languages.LanguageMiddleware",
    "config.request_size.RequestSizeMiddleware",  # above all that reads the request body
    "django.middleware.common.CommonMiddleware",
    "config.closed.ClosedMiddleware",  # below what refuses hosts and large requests without the database
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.TypedTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.signing_in.sessions.SessionsMiddleware",
    "editorial.middleware.AdminTimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.MethodNotAllowedMiddleware",
    "config.signing_in.confirmation.ConfirmationMiddleware",  # below all that tells what else is wrong with a request
    "config.odd_values.OddValuesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
PAGES_AT_ONCE = 2  # that a process of the server makes; see decision 41
PROBES = ("/healthz", "/readyz", "/metrics")  # what programs ask that watch the site

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "website.context.site",
            ],
            "builtins": ["publishing.templatetags.wording"],
        },
    }
]

DATABASES = {"default": ENV.database} | ({REPLICA: ENV.replica} if ENV.replica else {})
DATABASE_ROUTERS = ["publishing.reading.Router"] if ENV.replica else []

STORAGES = {
    "default": ENV.storage,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Tasks run in the worker that ./run serve starts, or immediately with DEBUG.
TASKS = {
    "default": {
        "BACKEND": "django.tasks.backends.immediate.ImmediateBackend" if DEBUG else "django_tasks_db.DatabaseBackend"
    }
}
# E-mails are printed unless there is a server for them. The sender is the press office, unless one is named.
MAILERS = {"default": ENV.mailer}
EMAIL_FROM = ENV.email_from
# Only the service account reads the files; a server in front that sends photos reads them through its group.
FILE_UPLOAD_PERMISSIONS = 0o640 if ENV.accel else 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750 if ENV.accel else 0o700
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("avif", "gif", "jpg", "jpeg", "map", "png", "webp", "woff2")

# Prefixes of addresses that have no preview: the admin, previews themselves, and addresses that are not pages.
NOT_IN_PREVIEWS = ("/admin", "/preview", *PROBES, "/robots.txt", "/sitemap", "/api", STATIC_URL.rstrip("/"))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "UTC"
MODELTRANSLATION_FALLBACK_LANGUAGES = tuple(code for code, _name in LANGUAGES)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# Signing in uses allauth (config/signing_in/), without sign-up. Failed tries are counted per address, per name and
# address, and per name, in the database, which all processes share.
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "admin:index"
SIGN_IN_MINUTES, SIGN_IN_MINUTES_PER_NAME = 5, 60
ACCOUNT_ADAPTER = "config.signing_in.adapter.SignInAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # the e-mail address of an account is that of the user row
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # an account that is not staff can sign in as another one
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # seconds, see config/signing_in/confirmation.py
ACCOUNT_RATE_LIMITS = {
    "login": None,  # would also count successful sign-ins
    # In this order: tries of a blocked name do not count against other names from the same address.
    "login_failed": f"5/{SIGN_IN_MINUTES}m/key,20/{SIGN_IN_MINUTES}m/ip",
    "login_failed_name": f"100/{SIGN_IN_MINUTES_PER_NAME}m/key",
    "reset_password": "20/60m/ip,3/60m/key",  # the key is the e-mail address that was typed
}
MFA_ADAPTER = "config.signing_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey is two factors: the device, and a finger, a face or a PIN
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # two requests a sign-in; a passkey cannot be guessed
MFA_RECOVERY_CODES_SHOW_ONCE = True
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds, from when the e-mail is sent
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies  # X-Forwarded-For is trusted only as far as our proxies wrote it
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # with more entries, Django would drop counts that are still needed
    }
}
# Cookies are sent only to the admin, so public pages cannot differ for editors.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie, and none for visitors
# Footnotes are links, so the sanitizer needs no further tags; see publishing/texts/footnotes.py.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("js/editor-footnotes.js")], "extensions": {"Footnotes": html_tags([])}}
]

CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FILES = 600  # one photographer's evening in a single upload without JavaScript
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files, as in config/request_size.py
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a meeting with all its sessions and participants is one form

# The policy of public pages, without the hashes of their stylesheets, which config/styles.py adds. The policy of the
# admin is in config/admin.py.
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# PLENARY_HTTPS: a proxy in front terminates TLS and overwrites X-Forwarded-Proto.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENV.https else 0
SECURE_REDIRECT_EXEMPT = [rf"^{path[1:]}$" for path in PROBES]  # requested on the machine itself, without the proxy
SILENCED_SYSTEM_CHECKS = [
    # HSTS of all subdomains, and the list of browsers for it: for those who own the domain, in the server in front.
    *("security.W005", "security.W021"),
    # HSTS, redirect and secure cookies all follow PLENARY_HTTPS: plenary.W010 says it once.
    *("security.W004", "security.W008", "security.W012", "security.W016"),
]

LOGGING = logging_settings(ENV.log_format)

METRICS_TOKEN = ENV.metrics_token  # which /metrics wants; empty: there are no figures
DEMONSTRATION = ENV.demonstration  # whether a first start loads it
