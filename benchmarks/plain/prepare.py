"""python -m benchmarks.plain.prepare: makes the tables and a job, and prints the job's id."""

import django

if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    from jobs.models import JobDescription

    call_command("migrate", run_syncdb=True, verbosity=0)
    print(JobDescription.objects.create(title="Backend Developer", description="Builds services.").pk)
