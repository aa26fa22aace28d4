"""The tables of the ledger; the migrations beside this file make them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mailbot.adapters.store.columns import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

mails = Table(
    "mails",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", String, nullable=False),
    Column("account", String, nullable=False),
    Column("folder", String, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("junk", Boolean, nullable=False),
    Column("origin", String, nullable=False),
    Column("message_id", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("stored", String, nullable=False),
    Column("state", String, nullable=False),
    Column("nature", String, nullable=False, server_default=""),
    Column("outcome", String, nullable=False, server_default=""),
    Column("units", JSON),
    Column("period", String),
    Column("sender_name", String, nullable=False, server_default=""),
    Column("sender_address", String, nullable=False, server_default=""),
    Column("subject", String, nullable=False, server_default=""),
    Column("flags", JSON),
    Column("reasons", JSON),
    Column("judged_at", Instant),
    Column("fault", String, nullable=False, server_default=""),
    # Faults of ours: how often a mail was put back, until when, who killed readers.
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant),
    Column("deaths", JSON),
    # What the server calls a mail (RFC 3501 2.3.1.1): the same one is taken once.
    UniqueConstraint("account", "folder", "uidvalidity", "uid"),
    Index("ix_mails_state", "state"),
    Index("ix_mails_sha256", "sha256"),
    Index("ix_mails_judged_at", "judged_at"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mail", ForeignKey(mails.c.id), nullable=True),
    Column("number", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("raw_name", LargeBinary, nullable=False),
    Column("inside", JSON, nullable=False),
    Column("kind", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String, nullable=False),
    Column("problem", String),
    Column("outcome", String, nullable=False),
    Column("copy", String, nullable=False),
    Column("units", JSON, nullable=False),
    Column("period", String),
    Column("flags", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("items_missing", JSON, nullable=False),
    Column("seal", JSON),
    Column("text", Text, nullable=False),
    Column("pages", Integer),
    Column("path", String, nullable=False),
    UniqueConstraint("mail", "number"),
    Index("ix_documents_sha256", "sha256"),
)

copies = Table(
    "copies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("period", String, nullable=False),
    Column("copy", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("document", ForeignKey(documents.c.id), nullable=False),
    Column("path", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("sender", String, nullable=False),
    Column("state", String, nullable=False),
    Column("flags", JSON, nullable=False),
    Column("items_missing", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", Integer),
    Column("sealed", Boolean),
    Column("reason", String, nullable=False, server_default=""),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("notice", "unit", "period", "copy", "version"),
    Index("ix_copies_sha256", "sha256"),
    Index("ix_copies_document", "document"),
    # Which version counts is asked for each mail, however many came before.
    Index(
        "ix_copies_standing",
        *("notice", "unit", "period", "copy", "state", "received_at", "version"),
    ),
)

figures = Table(
    "figures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey(documents.c.id), nullable=False),
    Column("read_for", String, nullable=False),
    Column("row", Integer, nullable=False),
    Column("target", String, nullable=False),
    Column("value", Float),
    Column("unit", String, nullable=False),
    Column("state", String, nullable=False),
    Column("span", String),
    Column("percent", Float),
    Column("sure", Boolean, nullable=False),
    Column("says", String, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("own_share", Boolean, nullable=False),
    Column("corrected", Boolean, nullable=False),
    Index("ix_figures_document", "document"),
)

figure_rulings = Table(
    "figure_rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("period", String, nullable=False),
    Column("target", String, nullable=False),
    Column("aspect", String, nullable=False),
    Column("value", Float, nullable=False),
    Column("seen", JSON, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mail", ForeignKey(mails.c.id), nullable=False),
    Column("number", Integer, nullable=False),
    # a file may be of another notice than its mail
    Column("notice", String, nullable=False, server_default=""),
    Column("proposal", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("since", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", String),
    Column("decision", String),
    UniqueConstraint("mail", "number"),
    Index("ix_reviews_settled_at", "settled_at"),
)

letters = Table(
    "letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("message_id", String, nullable=False, unique=True),
    Column("recipient", String, nullable=False),
    Column("deliver_to", JSON, nullable=False),
    Column("subject", String, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("unit", String, nullable=False),
    Column("period", String),
    Column("due", Date),
    Column("stage", String),
    Column("attempt", Integer),
    Column("answers", ForeignKey(mails.c.id)),
    Column("covers", JSON, nullable=False),
    Column("reason", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("unsure", Integer, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant),
    Column("claimed_at", Instant),
    Column("sent_at", Instant),
    Column("last_error", String, nullable=False, server_default=""),
    # The identity of a reminder (HOUSE): no stage is ever sent twice. SQL counts
    # NULLs as distinct, so letters without a stage are not bound by it.
    UniqueConstraint("notice", "unit", "period", "due", "stage", "attempt"),
    Index("ix_letters_state_not_before", "state", "not_before"),
    Index("ix_letters_recipient_state", "recipient", "state", "created_at"),
)

learned = Table(
    "learned_addresses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("address", String, nullable=False),
    Column("how", String, nullable=False, server_default="confirmed"),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("notice", "unit", "address"),
)

suspended = Table(
    "suspended_addresses",
    metadata,
    Column("address", String, primary_key=True),
    Column("reason", String, nullable=False),
    Column("since", Instant, nullable=False),
)

decisions = Table(
    "unit_decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("period", String),
    Column("value", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
)

staff_codes = Table(
    "staff_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("mail", ForeignKey(mails.c.id)),  # of a waiting thing only
    Column("file", Integer, nullable=False),
    Column("secret", String, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    UniqueConstraint("secret"),
)

staff_acts = Table(
    "staff_acts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", ForeignKey(staff_codes.c.id), nullable=False),
    Column("act", String, nullable=False),
    Column("units", JSON, nullable=False),
    Column("letters", JSON, nullable=False),
    Column("answer", ForeignKey(mails.c.id), nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    Index("ix_staff_acts_code", "code"),
)

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("what", String, nullable=False),
    Column("who", String, nullable=False),
    Column("details", JSON, nullable=False),
    Index("ix_events_at", "at"),
)

web_keepers = Table(
    "web_keepers",
    metadata,
    Column("address", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("password", String, nullable=False),
    Column("changed_at", Instant),
)

web_codes = Table(
    "web_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String, nullable=False),
    Column("secret", String, nullable=False),
    Column("browser", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("used", Boolean, nullable=False),
    Index("ix_web_codes_browser", "browser"),
)

web_stays = Table(
    "web_stays",
    metadata,
    Column("secret", String, primary_key=True),
    Column("address", String, nullable=False),
    Column("peer", String, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

web_knocks = Table(
    "web_knocks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt", String, nullable=False),
    Column("key", String, nullable=False),
    Column("peer", String, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_web_knocks_at", "at"),
)
