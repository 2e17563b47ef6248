"""What this room holds on a person."""

from oneplan.web.site.collecting import Collects, NotCollected

COLLECTS = (
    Collects("access.Account", "How you sign in", ("name", "is_active", "last_login"), person=("person",),
             private_to=("person",)),
    Collects("access.PartnerQuestion", "A question to another service", ("to", "asked_by", "text", "answer"),
             family="family", on="asked_at", agency="to__agency"),
)  # fmt: skip

NOT_COLLECTED = (
    NotCollected("access.CodeApp", "a secret by which somebody signs in: whoever reads it could sign in as them"),
    NotCollected("access.Passkey", "half of a key by which somebody signs in; its owner sees it on “How I sign in”"),
    NotCollected("access.RecoveryCode", "a secret by which somebody signs in: whoever reads it could sign in as them"),
    NotCollected("access.WayIn", "the digest of a one-time link; the account is collected"),
    NotCollected(
        "access.OpenSession", "sessions open now, which their owner sees, and gone two days after the last use"
    ),
    NotCollected("access.SignInTry", "evidence of tries that failed, which may be another person's, not the owner's"),
    NotCollected("access.RefusedPage", "which pages a worker was refused; of the family nothing was shown"),
    NotCollected("access.TryCount", "how often something was tried today, by a digest; gone after a day"),
    NotCollected("access.PartnerLink", "digests of a link; the question or the action it was for is collected itself"),
)
