"""Every job of the program. A new one stands here."""

from datetime import timedelta

from core.jobs.claims import offer_claims
from core.jobs.cleaning import clean_up
from core.jobs.plugins import run_plugins_jobs
from core.jobs.scheduler import Job
from core.jobs.sending import send_letters

JOBS = (
    Job("letters", timedelta(seconds=20), send_letters),
    Job("claims", timedelta(minutes=1), offer_claims),
    Job("plugins", timedelta(minutes=1), run_plugins_jobs),
    Job("cleaning", timedelta(hours=1), clean_up),
)
