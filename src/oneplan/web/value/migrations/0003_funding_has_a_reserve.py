"""What is put into a reserve, and given back out of it, stands apart from what is put into the help."""

from typing import Any

from django.db import migrations, models


def nothing(_apps: Any, _schema: Any) -> None:
    """All that was agreed and paid so far is for the help, as the columns' default says."""


def refuse_to_forget(apps: Any, _schema: Any) -> None:
    """Without the column a reserve would count as help, and what was given back as paid."""
    for name in ("Contribution", "Payment"):
        if number := apps.get_model("value", name).objects.exclude(purpose="help").count():
            raise RuntimeError(
                f"value.{name}: {number} rows are of a reserve, which the version before does not know: it would count "
                "them as paid for the help. Stay with this version, or restore the backup made before it."
            )


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_analysts'),
        ('value', '0002_what_key_working_costs'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='contribution',
            name='contribution_said_once',
        ),
        migrations.AddField(
            model_name='contribution',
            name='purpose',
            field=models.CharField(choices=[('help', 'for the help'), ('reserve', 'into the reserve'), ('given_back', 'given back out of the reserve')], db_default='help', default='help', max_length=10),
        ),
        migrations.AddField(
            model_name='payment',
            name='purpose',
            field=models.CharField(choices=[('help', 'for the help'), ('reserve', 'into the reserve'), ('given_back', 'given back out of the reserve')], db_default='help', default='help', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(fields=('agreement', 'agency', 'year', 'kind', 'purpose'), name='contribution_said_once_for_each'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', 'help'), models.Q(('kind', 'cash'), ('purpose', 'reserve')), _connector='OR'), name='contribution_to_reserve_is_money'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['help', 'reserve', 'given_back'])), name='payment_for_something'),
        ),
        migrations.RunPython(nothing, refuse_to_forget),
    ]
