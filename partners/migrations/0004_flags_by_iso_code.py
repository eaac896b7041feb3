"""The demonstration stored pixel pictures as the flags of its countries; without them the drawings are shown."""

from django.db import migrations, models

import partners.flags

# The beginnings of the SHA-256 of these pictures, which are the beginnings of their names in the storage.
PIXEL_FLAGS = """
    09ec1d9956502061 85c73576ee5aa045 3e2be9a2906be22f 74aa7ddde0472090 11d7477833ba1b24 7e3e4d784700e646
    58dffbee0d2eee4d 1db156e1884c1b3d 2325689ed7606f3e 51724265c55a28e5 c32adbb559bb7fde bd64b54ec5edb8e1
    03c406e970260161 cdd17f64cedfa867 c429e09e3d1b9571 ae5c692d58472d95 d833f43cb4e21bb5 d19d5d134cb24ff7
    dc287cfd632fa899 ed7c1d07d9d94796 bf3b67f4a3c9c772 00490954f1f84b50 cbc5eb94def2ff7a 143347c1a6fb989d
    8b711e72fc0242d5 26528c8f9ed60824 b9a4c9910ab91de1 61f8d20be40dc957 6d19debb29e69b15 f661f00f389a68a7
    f7710f2f5325a308 391e4dfc7b221e67
"""


def clear_pixel_flags(apps, schema_editor):
    known = set(PIXEL_FLAGS.split())
    Partner = apps.get_model("partners", "Partner")
    stored = Partner.objects.filter(flag__endswith=".gif").values_list("pk", "flag")
    pixels = [pk for pk, flag in stored if flag.removeprefix("flags/")[:16] in known]
    Partner.objects.filter(pk__in=pixels).update(flag="")


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_format_until")]

    operations = [
        migrations.AlterField(
            model_name="partner",
            name="flag",
            field=models.FileField(
                blank=True,
                help_text="Only if another one than the flag of its ISO code is to be shown.",
                upload_to=partners.flags.flag_path,
                validators=[partners.flags.validate_flag],
                verbose_name="flag",
            ),
        ),
        migrations.RunPython(clear_pixel_flags, migrations.RunPython.noop),
    ]
