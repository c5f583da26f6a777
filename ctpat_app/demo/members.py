"""The invented staff, and the companies that wait for them: applicants, members, validated and suspended ones."""

from collections.abc import Mapping
from typing import Final

from ctpat_app.demo.companies import Begun, Colleague, Company, Place
from ctpat_app.demo.responses import MEMBER
from ctpat_app.domain.permissions import Role, StaffRole

SUPERVISOR: Final = Colleague(
    "ruth@desk.example", "Ruth Delgado", "Supervisor", "the supervisor, who assigns companies"
)
FIRST_SPECIALIST: Final = Colleague(
    "tomas@desk.example", "Tomas Brandt", "Specialist", "a specialist, who looks after most of the companies"
)
SECOND_SPECIALIST: Final = Colleague(
    "ivy@desk.example", "Ivy Castellano", "Specialist", "a second specialist, with companies in Mexico and Canada"
)
HEADQUARTERS: Final = Colleague(
    "walter@desk.example", "Walter Nakamura", "Program manager", "headquarters, which suspends and decides appeals"
)
HELP_DESK: Final = Colleague(
    "june@desk.example",
    "June Abara",
    "Help desk agent",
    "the help desk: lets people in again, answers reports",
)
STAFF: Final[Mapping[Colleague, StaffRole]] = {
    SUPERVISOR: StaffRole.SUPERVISOR,
    FIRST_SPECIALIST: StaffRole.SPECIALIST,
    SECOND_SPECIALIST: StaffRole.SPECIALIST,
    HEADQUARTERS: StaffRole.HEADQUARTERS,
    HELP_DESK: StaffRole.HELP_DESK,
}


def _company(
    fields: Mapping[str, str],
    officer: Colleague,
    place: Place,
    began_days_ago: int,
    business_type: str,
    identifiers: tuple[tuple[str, str], ...],
    others: Mapping[str, str],
    region: str,
    colleagues: tuple[Colleague, ...] = (),
) -> Company:
    """Return a company whose officer answered everything and sent the application a week after it began."""
    renamed = {"Cleveland": place.parts["city"], "Ohio": region}
    renamed |= {"Hannah Lindgren": officer.name, "Daniel Okafor": officer.name}
    begun = Begun(business_type, identifiers, MEMBER, others, sent_after_days=7, renamed=renamed)
    return Company(fields, officer, place, began_days_ago + 7, colleagues, begun)


def _officer(email: str, name: str, job_title: str, shows: str) -> Colleague:
    return Colleague(email, name, job_title, shows, Role.OFFICER)


NEAR_ITS_DAY: Final = _company(
    {
        "legal_name": "Brightwater Ceramics Inc.",
        "country": "US",
        "telephone": "+1 206 555 0177",
        "description": "Tiles and washbasins from Portugal and Turkey for builders of the northwest.",
    },
    _officer("grace@brightwater.example", "Grace Lindqvist", "Vice president", "an application that waits for 84 days"),
    Place(
        "Head office",
        "US",
        {"country_area": "WA", "city": "Seattle", "street_address": "815 Airport Way S", "postal_code": "98134"},
    ),
    84,
    "us-importer",
    (("ior-ein", "21-456789000"), ("continuous-bond-number", "214567890")),
    {"countries": "US,PT,TR"},
    "Washington",
)
OVERDUE: Final = _company(
    {
        "legal_name": "Kestrel Customs Brokers LLC",
        "country": "US",
        "telephone": "+1 956 555 0131",
        "description": "Customs brokers at the bridges of Laredo and Pharr.",
    },
    _officer("omar@kestrel.example", "Omar Haddad", "Owner", "an application that waits for longer than 90 days"),
    Place(
        "Office at the bridge",
        "US",
        {"country_area": "TX", "city": "Laredo", "street_address": "1710 Santa Ursula Ave", "postal_code": "78040"},
    ),
    97,
    "customs-broker",
    (("broker-licence-number", "23456"), ("cbp-filer-code", "K7B")),
    {"countries": "US,MX"},
    "Texas",
)
UNDER_REVIEW: Final = _company(
    {
        "legal_name": "Fletes Río Bravo del Norte, S.A. de C.V.",
        "trade_name": "Fletes Río Bravo",
        "country": "MX",
        "telephone": "+52 867 712 3456",
        "description": "Full truckloads from Monterrey and Saltillo to the border.",
    },
    _officer("julia@riobravo.example", "Julia Cantú Garza", "General manager", "an application that is being reviewed"),
    Place(
        "Terminal",
        "MX",
        {
            "country_area": "Tamps.",
            "city": "Nuevo Laredo",
            "street_address": "Carretera Nacional km 12",
            "postal_code": "88290",
        },
    ),
    41,
    "highway-carrier-mexico",
    (("scac", "FRBN"), ("usdot-number", "1204567"), ("rfc-company", "ABC010203AB9")),
    {"legal_form": "company", "countries": "MX,US"},
    "Tamaulipas",
)
TWO_MODELS: Final = _company(
    {
        "legal_name": "Two Rivers Trading Co.",
        "country": "US",
        "telephone": "+1 412 555 0190",
        "description": "Buys tools in Germany and Taiwan, sells machines to Chile and Peru.",
    },
    _officer("dora@tworivers.example", "Dora Petrov", "President", "two applications that she asks to merge"),
    Place(
        "Head office",
        "US",
        {"country_area": "PA", "city": "Pittsburgh", "street_address": "61 Smallman Street", "postal_code": "15222"},
    ),
    33,
    "us-importer",
    (("ior-ein", "25-112233400"), ("continuous-bond-number", "251122334")),
    {"countries": "US,DE,TW,CL,PE"},
    "Pennsylvania",
    (Colleague("yusuf@tworivers.example", "Yusuf Demir", "Export manager", "the same company, as an employee"),),
)
WINDOW_OPEN: Final = _company(
    {
        "legal_name": "Maple Crossing Freight Ltd.",
        "country": "CA",
        "telephone": "+1 519 555 0166",
        "description": "Trucks between Ontario and the states around the lakes.",
    },
    _officer("liam@maplecrossing.example", "Liam Tremblay", "President", "a member whose annual review is open"),
    Place(
        "Yard",
        "CA",
        {"country_area": "ON", "city": "Windsor", "street_address": "3250 Huron Church Road", "postal_code": "N9E 4H5"},
    ),
    390,
    "highway-carrier-canada",
    (("scac", "MCFL"), ("usdot-number", "1987654")),
    {"countries": "CA,US"},
    "Ontario",
)
REVIEW_OVERDUE: Final = _company(
    {
        "legal_name": "Muebles Sierra Alta, S.A. de C.V.",
        "trade_name": "Sierra Alta",
        "country": "MX",
        "telephone": "+52 33 3123 4567",
        "description": "Chairs and tables of oak and steel for hotels.",
    },
    _officer("pablo@sierraalta.example", "Pablo Ibarra Luna", "General manager", "a member whose review is overdue"),
    Place(
        "Plant",
        "MX",
        {"country_area": "Jal.", "city": "Zapopan", "street_address": "Av. Aviación 4120", "postal_code": "45019"},
    ),
    440,
    "foreign-manufacturer",
    (("mid", "MXMUESIE4120ZAP"), ("rfc-company", "XYZ991231Q16")),
    {"legal_form": "company", "countries": "MX,US"},
    "Jalisco",
)
VALIDATED: Final = _company(
    {
        "legal_name": "Blue Heron Imports LLC",
        "country": "US",
        "telephone": "+1 305 555 0123",
        "website": "blueheron.example",
        "description": "Garden furniture from Vietnam and Indonesia.",
    },
    _officer("sofia@blueheron.example", "Sofia Marchetti", "Managing member", "a validated member with changes"),
    Place(
        "Warehouse",
        "US",
        {"country_area": "FL", "city": "Miami", "street_address": "7400 NW 25th Street", "postal_code": "33122"},
    ),
    300,
    "us-importer",
    (("ior-ein", "59-334455600"), ("continuous-bond-number", "593344556")),
    {"countries": "US,VN,ID"},
    "Florida",
)
PLAN_WAITS: Final = _company(
    {
        "legal_name": "Gulf Bend Terminal Company",
        "country": "US",
        "telephone": "+1 251 555 0109",
        "description": "A terminal for containers and project cargo.",
    },
    _officer("henry@gulfbend.example", "Henry Boudreaux", "Port director", "a member that is to be validated"),
    Place(
        "Terminal",
        "US",
        {"country_area": "AL", "city": "Mobile", "street_address": "901 Ezra Trice Blvd", "postal_code": "36603"},
    ),
    260,
    "marine-terminal",
    (("fmc-mto-number", "002345"),),
    {"countries": "US"},
    "Alabama",
)
SCHEDULED: Final = _company(
    {
        "legal_name": "Andean Sky Cargo Inc.",
        "country": "US",
        "telephone": "+1 305 555 0188",
        "description": "Flowers and fruit by air from Bogotá, Quito and Lima.",
    },
    _officer("camila@andeansky.example", "Camila Restrepo", "Director", "a member with a visit in three weeks"),
    Place(
        "Hangar",
        "US",
        {"country_area": "FL", "city": "Doral", "street_address": "6300 NW 36th Street", "postal_code": "33166"},
    ),
    280,
    "air-carrier",
    (("iata-airline-designator", "Q9"), ("carrier-bond-number", "223456789")),
    {"countries": "US,CO,EC,PE"},
    "Florida",
)
RESPONSE_DUE: Final = _company(
    {
        "legal_name": "Northgate Rail Company",
        "country": "US",
        "telephone": "+1 701 555 0144",
        "description": "Grain and potash by rail over the northern border.",
    },
    _officer("erik@northgate.example", "Erik Solberg", "Chief of operations", "a member that has to answer a report"),
    Place(
        "Yard office",
        "US",
        {"country_area": "ND", "city": "Minot", "street_address": "400 3rd Street NE", "postal_code": "58703"},
    ),
    330,
    "rail-carrier",
    (("scac-rail", "NGRC"), ("carrier-bond-number", "451122334")),
    {"countries": "US,CA"},
    "North Dakota",
)
RESPONSE_SENT: Final = _company(
    {
        "legal_name": "Harbor Lane Logistics Inc.",
        "country": "US",
        "telephone": "+1 562 555 0170",
        "description": "Plans and buys transport for shops of the west coast.",
    },
    _officer("mei@harborlane.example", "Mei Tanaka", "President", "a member that has answered a report"),
    Place(
        "Office",
        "US",
        {"country_area": "CA", "city": "Long Beach", "street_address": "1 World Trade Center", "postal_code": "90831"},
    ),
    350,
    "third-party-logistics",
    (("mc-number", "MC-765432"),),
    {"countries": "US,CN,VN"},
    "California",
)
SUSPENDED: Final = _company(
    {
        "legal_name": "Cedar Point Exporters Inc.",
        "country": "US",
        "telephone": "+1 504 555 0152",
        "description": "Rice, cotton and soy for buyers in the Caribbean.",
    },
    _officer("victor@cedarpoint.example", "Victor Alston", "President", "a suspended member that has appealed"),
    Place(
        "Elevator",
        "US",
        {"country_area": "LA", "city": "New Orleans", "street_address": "2 Poydras Street", "postal_code": "70130"},
    ),
    310,
    "us-exporter",
    (("ein", "72-1234567"),),
    {"countries": "US,DO,JM"},
    "Louisiana",
    (
        Colleague(
            "nadine@cedarpoint.example", "Nadine Broussard", "Shipping manager", "the same company, as an employee"
        ),
    ),
)
OF_OLD: Final = _company(
    {
        "legal_name": "Aurora Glassworks Ltd.",
        "country": "CA",
        "telephone": "+1 604 555 0135",
        "description": "Lantern and window glass, blown and pressed.",
    },
    _officer("claire@auroraglass.example", "Claire Beaumont", "President", "a member for years, to be validated anew"),
    Place(
        "Glassworks",
        "CA",
        {"country_area": "BC", "city": "Surrey", "street_address": "19055 24th Avenue", "postal_code": "V3S 3T9"},
    ),
    1480,
    "foreign-manufacturer",
    (("mid", "XBAURGLA1905SUR"),),
    {"countries": "CA,US"},
    "British Columbia",
)
