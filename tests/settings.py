"""The settings under test: the real ones, temporary data and without slow parts."""

import atexit
import os
import shutil
import tempfile

DATA_DIR_OF_TESTS = tempfile.mkdtemp(prefix="plenary-tests-")
atexit.register(shutil.rmtree, DATA_DIR_OF_TESTS, ignore_errors=True)

for name in [name for name in os.environ if name.startswith("PLENARY_")]:
    del os.environ[name]
os.environ["PLENARY_DATA_DIR"] = DATA_DIR_OF_TESTS
os.environ["PLENARY_ADDRESS"] = "http://testserver"
os.environ["PLENARY_SECRET_KEY"] = "of the tests, long enough for the system check, no secret"

if url := os.environ.get("TEST_DATABASE_URL"):  # of PostgreSQL, see tests/postgres.py; else SQLite
    os.environ["PLENARY_DATABASE_URL"] = url

from config.settings import *  # noqa: E402, F403  # reads the environment that the lines above have set

STATIC_ROOT.mkdir()  # noqa: F405  # WhiteNoise warns of a missing one

API_REQUESTS = 0  # tests ask more than one reader may
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and these passwords open nothing
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
