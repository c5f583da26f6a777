"""The invented companies and people of the demonstration. Mail addresses under ``.example`` reach nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ctpat_app.domain.permissions import Role

PASSWORD: Final = "quiet-lantern-ferry-18"  # noqa: S105  shown to everybody who starts a demonstration


@dataclass(frozen=True)
class Colleague:
    """A person of a company; ``shows`` says what a visitor sees who signs in as this person."""

    email: str
    name: str
    job_title: str
    shows: str
    role: Role = Role.EMPLOYEE
    language: str = "en"


@dataclass(frozen=True)
class Place:
    """An address of a company: its label and the parts of its country's form."""

    label: str
    country: str
    parts: Mapping[str, str]


@dataclass(frozen=True)
class Begun:
    """What a company has answered so far."""

    business_type: str
    identifiers: tuple[tuple[str, str], ...]
    responses: str
    """The part of ``answers.yaml`` that holds its responses."""
    others: Mapping[str, str]
    """Further answers by the key of their question."""
    writers: Mapping[str, str] = field(default_factory=dict)
    """Category of criteria to the mail address of the colleague who answers it; the founder answers the others."""
    sent: bool = False


@dataclass(frozen=True)
class Company:
    """A company whose founder opened the trade account ``age_days`` ago."""

    fields: Mapping[str, str]
    founder: Colleague
    place: Place
    age_days: int
    others: tuple[Colleague, ...] = ()
    begun: Begun | None = None

    @property
    def people(self) -> tuple[Colleague, ...]:
        """Everybody of the company, the founder first."""
        return (self.founder, *self.others)


FRESH: Final = Company(
    fields={
        "legal_name": "Juniper Trail Outfitters LLC",
        "country": "US",
        "telephone": "+1 503 555 0142",
        "website": "juniper.example",
        "description": "Backpacks and tents, made in Vietnam, sold in shops of the northwest.",
    },
    founder=Colleague(
        "nora@juniper.example", "Nora Whitfield", "Import manager", "a complete company, ready to press Apply"
    ),
    place=Place(
        "Head office",
        "US",
        {"country_area": "OR", "city": "Portland", "street_address": "1420 SE Alder Street", "postal_code": "97214"},
    ),
    age_days=1,
)

HALF_WAY: Final = Company(
    fields={
        "legal_name": "Piezas Finas del Bajío, S.A. de C.V.",
        "trade_name": "Piezas Finas",
        "country": "MX",
        "telephone": "+52 442 123 4567",
        "description": "Piezas de plástico y acero para asientos de automóvil.",
    },
    founder=Colleague(
        "lucia@bajio.example",
        "Lucía Hernández Ortiz",
        "Gerente de comercio exterior",
        "an application half-way through, in Spanish (employee)",
        language="es",
    ),
    place=Place(
        "Planta Querétaro",
        "MX",
        {
            "country_area": "Qro.",
            "city": "Querétaro",
            "street_address": "Blvd. Bernardo Quintana 1402",
            "postal_code": "76090",
        },
    ),
    age_days=12,
    others=(
        Colleague(
            "rodrigo@bajio.example",
            "Rodrigo Salas Medina",
            "Director general",
            "the same company, as its officer",
            Role.OFFICER,
            "es",
        ),
        Colleague(
            "marta@asesores.example",
            "Marta Quiroga Peña",
            "Asesora de seguridad",
            "the same company, as its consultant: writes answers, does not sign",
            Role.CONSULTANT,
            "es",
        ),
    ),
    begun=Begun(
        business_type="foreign-manufacturer",
        identifiers=(("mid", "MXPIEFIN1402QUE"), ("rfc-company", "PFB090318K77")),
        responses="manufacturer",
        others={"legal_form": "company", "countries": "MX,US,CN"},
        writers={"business-partners": "marta@asesores.example"},
    ),
)

SENT: Final = Company(
    fields={
        "legal_name": "Lakeshore Lamp & Shade Inc.",
        "country": "US",
        "telephone": "+1 216 555 0118",
        "website": "lakeshore.example",
        "description": "Lamps and lamp shades from China, Mexico and Italy for furniture shops.",
    },
    founder=Colleague(
        "daniel@lakeshore.example",
        "Daniel Okafor",
        "President",
        "an application in English that was signed and sent (officer)",
        Role.OFFICER,
    ),
    place=Place(
        "Warehouse and office",
        "US",
        {"country_area": "OH", "city": "Cleveland", "street_address": "2208 Lakeside Avenue E", "postal_code": "44114"},
    ),
    age_days=30,
    others=(
        Colleague(
            "hannah@lakeshore.example",
            "Hannah Lindgren",
            "Compliance manager",
            "the same company, as an employee and primary contact",
        ),
        Colleague("samuel@lakeshore.example", "Samuel Price", "IT manager", "the same company, as an employee"),
    ),
    begun=Begun(
        business_type="us-importer",
        identifiers=(("ior-ein", "12-345678900"), ("continuous-bond-number", "123456789")),
        responses="importer",
        others={"countries": "US,CN,MX,IT"},
        writers={
            "cybersecurity": "samuel@lakeshore.example",
            "seal-security": "hannah@lakeshore.example",
            "procedural-security": "hannah@lakeshore.example",
        },
        sent=True,
    ),
)

COMPANIES: Final = (FRESH, HALF_WAY, SENT)
