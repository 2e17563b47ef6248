"""What the area keeps of what help is worth: figures alone, nothing of a person who is helped."""

from oneplan.web.value.models.calculations import Calculation, Version
from oneplan.web.value.models.costs import Grade, KeyPost, OtherCost
from oneplan.web.value.models.funding import Contribution, FundingAgreement, Payment

__all__ = [
    "Calculation", "Contribution", "FundingAgreement", "Grade", "KeyPost", "OtherCost", "Payment", "Version",
]  # fmt: skip
