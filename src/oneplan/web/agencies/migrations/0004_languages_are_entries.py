from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_entries_posts_localities")]
    operations = [migrations.RemoveField(model_name="worker", name="languages")]
