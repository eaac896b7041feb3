"""The addresses of signing in, below the admin's, named as allauth and Django do."""

from django.urls import URLPattern, path

from config.signing_in import confirmation, password_reset, security, steps

urlpatterns: list[URLPattern] = [
    path("login/passkey/", steps.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("login/second-factor/", steps.SecondFactor.as_view(), name="mfa_authenticate"),
    path("confirm/", confirmation.Confirmation.as_view(), name="account_reauthenticate"),
    path("password_reset/", password_reset.Ask.as_view(), name="admin_password_reset"),
    path("password_reset/done/", password_reset.Asked.as_view(), name="password_reset_done"),
    path("password_reset/<uidb64>/<token>/", password_reset.Choose.as_view(), name="password_reset_confirm"),
    path("password_reset/complete/", password_reset.Chosen.as_view(), name="password_reset_complete"),
    path("security/", security.Security.as_view(), name="mfa_index"),
    path("security/passkeys/add/", security.NewPasskey.as_view(), name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/remove/", security.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("security/app/add/", security.NewApp.as_view(), name="mfa_activate_totp"),
    path("security/app/remove/", security.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("security/recovery-codes/", security.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("security/recovery-codes/new/", security.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("security/sessions/", security.Sessions.as_view(), name="usersessions_list"),
]
