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
class Evidence:
    """A file beside the answer to a statement, made of ``lines``; it stands for the day ``days_ago``."""

    statement: str
    name: str
    kind: str
    lines: tuple[str, ...]
    days_ago: int


@dataclass(frozen=True)
class Todo:
    """An action of the plan, due ``in_days``; with a ``proof`` its owner has reported it as done."""

    what: str
    why: str
    statement: str
    owner: str
    """Mail address of a colleague."""
    in_days: int
    proof: str = ""


@dataclass(frozen=True)
class Taught:
    """A training that was held ``days_ago`` and is repeated every year."""

    topic: str
    audience: str
    trainer: str
    people: int
    days_ago: int


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
    files: tuple[Evidence, ...] = ()
    english: Mapping[str, str] = field(default_factory=dict)
    """English versions of responses, by statement."""
    dismissed: str = ""
    """Why the first finding of the reviewer does not fit."""
    actions: tuple[Todo, ...] = ()
    trainings: tuple[Taught, ...] = ()
    assessed: bool = False
    """Whether it has finished the risk assessment that the content gives as an example."""
    sent_after_days: int = 0
    """So many days after the company began it was signed and sent; 0: it was not."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Names in the responses, each with the one that this company has in its place."""


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

    @property
    def primary_contact(self) -> Colleague:
        """Whom CTPAT asks first."""
        return self.people[min(1, len(self.others))]


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
        files=(
            Evidence(
                "1.1",
                "Declaración de apoyo a la seguridad.pdf",
                "statement-of-support",
                (
                    "Declaración de apoyo a la seguridad",
                    "Piezas Finas del Bajío protege su cadena de suministro contra el contrabando y el terrorismo.",
                    "Rodrigo Salas Medina, director general",
                ),
                1500,
            ),
            Evidence(
                "5.5",
                "Hoja de inspección INS-02.xlsx",
                "inspection-checklist",
                (
                    "Unidad; Inspector; Resultado",
                    "53-1187; Guardia turno 1; En orden",
                    "53-0942; Guardia turno 2; En orden",
                ),
                20,
            ),
        ),
        english={
            "1.1": "The general director signed the statement of support for security in January. It hangs at "
            "reception, in the lunch room and at the dock, and is signed again every year. The foreign trade "
            "manager keeps the evidence for five years and reports every gap to the general director."
        },
        dismissed="El comité de seguridad lo revisó: el dato está en el procedimiento anexo.",
        actions=(
            Todo(
                "Firmar y colgar la declaración de apoyo de este año",
                "La que está en la recepción ya no es vigente.",
                "1.1",
                "rodrigo@bajio.example",
                32,
            ),
            Todo(
                "Poner rastreo GPS en los remolques que faltan",
                "Cuatro de diez remolques no comparten su posición.",
                "5.15",
                "lucia@bajio.example",
                60,
                "El transportista instaló los cuatro equipos; sus informes están en el expediente.",
            ),
        ),
        trainings=(
            Taught("security-awareness", "Personal de producción y embarques", "Lucía Hernández Ortiz", 34, 40),
            Taught("cybersecurity", "Personal con cuenta en los sistemas", "Marta Quiroga Peña", 12, 200),
        ),
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
        files=(
            Evidence(
                "1.1",
                "Statement of support.pdf",
                "statement-of-support",
                (
                    "Statement of support",
                    "Lakeshore Lamp & Shade protects its supply chain against smuggling and terrorism.",
                    "Daniel Okafor, President",
                ),
                60,
            ),
            Evidence(
                "6.6",
                "Seal audit.xlsx",
                "seal-audit",
                (
                    "Seal; Found; Checked by",
                    "LK-204417; as logged; Hannah Lindgren",
                    "LK-204418; as logged; Hannah Lindgren",
                ),
                15,
            ),
            Evidence(
                "9.1", "Fence on the north side.png", "facility-photo", ("Fence, north side", "No gaps found"), 25
            ),
        ),
        assessed=True,
        sent_after_days=20,
    ),
)

COMPANIES: Final = (FRESH, HALF_WAY, SENT)
