"""The texts of all codes about identifiers and the manufacturer identification code (MID).

Repaired values stand beside a message, never inside it: a personal number must not find its way into a sentence.
"""

from typing import Final

from ctpat_app.words import N_

_SHAPE: Final = {
    "identifier.empty": N_("Enter the number. This field is empty."),
    "identifier.number-missing": N_("Enter the number itself. Only the word in front of it was typed."),
    "identifier.far-too-long": N_("Enter one number only. More than {most} characters were typed."),
    "identifier.format": N_(
        "Check the number against your paper. It is written {pattern}: N is a digit, A a letter, X either."
    ),
    "identifier.format-unknown": N_("Check the number against your paper. It does not look like such a number."),
    "identifier.too-short": N_(
        "Check the number: it is too short. It has {count} letters or digits and needs {least}."
    ),
    "identifier.too-long": N_(
        "Check the number: it is too long. It has {count} letters or digits and may have {most}. We cut nothing off."
    ),
    "identifier.several-values": N_(
        "Enter one number in each field. There are {count} here. Add a row for each other one."
    ),
    "identifier.line-break": N_("Enter the number on one line. There is a line break inside, as if two were pasted."),
    "identifier.hyphen-place": N_("Check the hyphens and slashes. One stands where this number has none."),
    "identifier.offer": N_("You could mean {offers}."),
}

_CHARACTERS: Final = {
    "identifier.letter-for-digit": N_(
        "Check character {position}: the letter {found} does not belong there. The digit {expected} looks alike."
    ),
    "identifier.digit-for-letter": N_(
        "Check character {position}: the digit {found} does not belong there. The letter {expected} looks alike."
    ),
    "identifier.letter-not-allowed": N_(
        "Check character {position}: it is the letter {found}. Only digits belong there."
    ),
    "identifier.digit-not-allowed": N_(
        "Check character {position}: it is the digit {found}. Only letters belong there."
    ),
    "identifier.mark-not-allowed": N_(
        "Leave out character {position}, the sign {found}. This number does not have it."
    ),
    "identifier.accent": N_("Type character {position} again without the accent: {found}. Only A to Z are used."),
    "identifier.other-script": N_(
        "Type character {position} again on a Latin keyboard. {found} is not one of A to Z ({name})."
    ),
    "identifier.other-digits": N_("Type the number with the digits 0 to 9. Character {position} is {found} ({name})."),
    "identifier.unreadable-character": N_(
        "Type the number again by hand. Character {position} cannot be read ({name})."
    ),
}

_IMPORTER: Final = {
    "identifier.suffix-missing": N_(
        "Add the 2-character suffix of the importer number. It is 00 unless a division has its own."
    ),
    "identifier.suffix-too-short": N_("Add the second character of the suffix. It has two, such as 00."),
    "identifier.suffix-too-long": N_("Check the suffix. It has two characters, such as 00."),
    "identifier.suffix-not-allowed": N_("Leave out the suffix. This form of importer number has none."),
    "identifier.cbp-assigned-form": N_(
        "Choose the CBP-assigned form for this number. Its hyphen stands after 6 digits."
    ),
    "identifier.also-cbp-assigned-form": N_(
        "Check that this is an IRS number. 11 digits also fit a CBP-assigned number; we took the form you chose."
    ),
    "identifier.ein-form": N_("Choose the IRS form for this number. Its hyphen stands after 2 digits."),
    "identifier.ein-hyphens": N_("Choose the form with an EIN for this number. Its hyphen stands where an EIN has it."),
    "identifier.also-ein-form": N_(
        "Check that this is a Social Security number. 9 digits also fit an EIN, which a firm gives instead."
    ),
    "identifier.looks-like-ssn": N_(
        "Do not enter a Social Security number here. Choose the form for it, which hides the digits."
    ),
    "identifier.ssn-first-group": N_("Check the first three digits. They are never 000, 666, or 900 to 999."),
    "identifier.ssn-second-group": N_("Check the two digits in the middle. They are never 00."),
    "identifier.ssn-third-group": N_("Check the last four digits. They are never 0000."),
    "identifier.importer-suffix": N_(
        "Enter the EIN without a suffix. With its 2-character suffix it is an importer of record number."
    ),
    "identifier.ein-prefix": N_("Check the first two digits. The IRS has not given out an EIN that begins with them."),
    "identifier.port-zero": N_("Check digits 3 to 6. They name the port that gave the number and are never 0000."),
    "identifier.port-unknown": N_("Check digits 3 and 4. We know no customs district with this number."),
    "identifier.year-in-future": N_(
        "Check the first two digits. They are the year of the number, and it lies in the future."
    ),
}

_CARRIER: Final = {
    "identifier.scac-short": N_(
        "Enter all four letters. A railroad with a shorter mark chooses the code of a railroad."
    ),
    "identifier.scac-equipment-letter": N_(
        "Check the last letter. For a highway carrier, U, X or Z marks equipment, not a carrier. "
        "Some sea carriers do file such a code."
    ),
    "identifier.rail-mark-short": N_("Check that no letter is missing. CBP names four letters for rail carriers."),
    "identifier.rail-mark-private": N_("Check the last letter. X marks private rail cars."),
    "identifier.fmc-license": N_(
        "Enter the organization number instead. Digits that end in letters are a license number."
    ),
    "identifier.icao-code": N_("Enter the IATA code, which has two characters. Three letters are an ICAO code."),
    "identifier.two-digits": N_("Check the code. One of the two characters is a letter."),
    "identifier.airline-prefix-digits": N_(
        "Choose the airline prefix for three digits. The designator has two characters."
    ),
    "identifier.air-waybill": N_("Enter the first three digits only. This is a whole air waybill number."),
    "identifier.iata-six-digits": N_("Choose the IATA organization number for six digits. An agent code has 7 or 11."),
    "identifier.iata-agent-code": N_("Choose the cargo agent code for 7 or 11 digits. An organization number has six."),
    "identifier.agent-code-length": N_("Check the code. It has 7 digits, or 11 with the CASS address."),
    "identifier.leading-zero": N_("Leave out the zeros in front. This number does not begin with one."),
    "identifier.leading-zeros": N_(
        "Put zeros in front if your paper shows fewer digits. This number has a fixed length."
    ),
    "identifier.thousands-commas": N_("Leave out the commas. This number is written without them."),
    "identifier.docket-number": N_("Choose the docket number for this. A USDOT number has digits only."),
    "identifier.docket-prefix": N_(
        "Put MC, MX or FF in front, as your authority shows. The prefix is part of the number."
    ),
    "identifier.maybe-usdot": N_("Choose the USDOT number if no prefix belongs to these digits."),
    "identifier.usdot-prefix": N_("Choose the USDOT number for this. A docket number begins with MC, MX or FF."),
    "identifier.usdot-short": N_("Check that no digit is missing. Fewer than six digits are rare."),
}

_BROKER_AND_OTHERS: Final = {
    "identifier.all-zero": N_("Check the number. It is never zero throughout."),
    "identifier.prefix-in-front": N_("Leave out the word in front. It is not part of the code."),
    "identifier.entry-number": N_("Enter the first three characters only. This is a whole entry number."),
    "identifier.broker-license-digits": N_("Choose the broker license number for five digits. A filer code has three."),
    "identifier.filer-code": N_("Choose the filer code for this. A license number has five digits."),
    "identifier.firms-begins-with-digit": N_("Check the first character. Most FIRMS codes begin with a letter."),
    "identifier.duns-plus-four": N_("Leave out the last four characters. They are an addition to the D-U-N-S number."),
    "identifier.federal-uei": N_(
        "Enter the D-U-N-S number of nine digits. Twelve letters and digits are a federal UEI."
    ),
    "identifier.surety-code": N_("Enter the bond number of nine characters. Three digits are the code of the surety."),
    "identifier.activity-code": N_(
        "Enter the bond number of nine characters. This is the code of the bond’s activity."
    ),
}

_MEXICO: Final = {
    "identifier.rfc-of-person": N_("Choose the RFC of a person for 13 characters. The RFC of a company has 12."),
    "identifier.rfc-of-company": N_("Choose the RFC of a company for 12 characters. The RFC of a person has 13."),
    "identifier.not-a-date": N_("Check the six digits in the middle. They are a date: year, month, day."),
    "identifier.rfc-last-three-missing": N_("Add the last three characters of the RFC. They follow the date."),
    "identifier.rfc-last-character": N_("Check the last character. It is a digit or the letter A."),
    "identifier.rfc-names-nobody": N_("Enter the person’s own RFC. This one stands for the public or any foreigner."),
    "identifier.rfc-check-digit": N_(
        "Compare the RFC with the tax certificate. Its last character does not fit the others, as after a typing error."
    ),
}

_EUROPE: Final = {
    "identifier.country-missing": N_("Put the 2-letter country code in front. The number begins with it."),
    "identifier.only-country": N_("Add the number. Only the country code was typed."),
    "identifier.not-a-member-state": N_("Check the first two letters. They are the code of an EU member state."),
    "identifier.greece": N_("Write GR for Greece. EL stands in VAT numbers, not here."),
    "identifier.eori-of-gb": N_(
        "Choose the EORI number of the United Kingdom for GB or XI. It cannot be used for an EU AEO."
    ),
    "identifier.eori-of-eu": N_("Choose the EORI number of the European Union for this country code."),
    "identifier.eori-gb-length": N_("Check the digits. After the country code there are 12, or 15 with a branch."),
    "identifier.vat-number": N_("Check the number. This is a VAT number; an EORI number often adds 000 to it."),
    "identifier.uk-for-gb": N_("Write GB for the United Kingdom. UK is not used here."),
    "identifier.eori-general-form": N_(
        "Compare the number with your customs papers. We test its general form; each member state has more rules."
    ),
    "identifier.looks-like-eori": N_("Choose the EORI number for this. An AEO number has AEO after the country code."),
    "identifier.aeo-number-missing": N_("Add the national number. It follows AEOC, AEOS or AEOF."),
    "identifier.aeo-type-missing": N_("Add the type after AEO: C, S or F."),
    "identifier.aeo-type-unknown": N_("Check the letter after AEO. It is C, S or F."),
    "identifier.aeo-type-c": N_(
        "Check which AEO you hold. For mutual recognition with CTPAT only S and F count; C alone gives no benefit."
    ),
}

_MID: Final = {
    "identifier.mid-canada": N_("Begin with the code of the Canadian province. CA is not used in a MID."),
    "identifier.mid-uk": N_("Begin with GB. UK is not a country code."),
    "identifier.mid-country": N_(
        "Check the first two letters. They are a country code, or that of a Canadian province."
    ),
    "identifier.mid-city-missing": N_("Add three letters of the city. A MID ends with them."),
    "mid.differs": N_(
        "Ask your broker about the difference. Name and address give {built}; the code you entered is {filed}."
    ),
    "mid.country-missing": N_("Enter the country of the maker. The code begins with it."),
    "mid.country-unknown": N_("Enter the country by its English name or 2-letter code. We do not know “{country}”."),
    "mid.province-missing": N_("Enter the Canadian province too, such as Canada (Ontario). The code begins with it."),
    "mid.province-unknown": N_("Enter a Canadian province by its English name. We do not know “{province}”."),
    "mid.name-missing": N_("Enter the name of the maker."),
    "mid.name-nothing-left": N_("Enter the full name of the maker. By the rules nothing is left of “{name}”."),
    "mid.name-too-short": N_("Enter the full name of the maker. “{name}” gives fewer than two characters."),
    "mid.name-not-latin": N_("Enter the name in Latin letters, as on the commercial invoice. A person must give it."),
    "mid.name-not-latin-suggestion": N_(
        "Enter the name in Latin letters, as on the commercial invoice. A person must give it. "
        "Only a suggestion: {suggestion}."
    ),
    "mid.city-missing": N_("Enter the city of the maker. The code ends with it."),
    "mid.city-nothing-left": N_("Enter the name of the city. By the rules nothing is left of “{city}”."),
    "mid.city-too-short": N_("Enter the full name of the city. “{city}” gives fewer than two letters."),
    "mid.city-not-latin": N_("Enter the city in Latin letters, as on the commercial invoice. A person must give it."),
    "mid.city-not-latin-suggestion": N_(
        "Enter the city in Latin letters, as on the commercial invoice. A person must give it. "
        "Only a suggestion: {suggestion}."
    ),
    "mid.city-from-country": N_("No city was given, so its letters come from {country}."),
    "mid.name-far-too-long": N_("Shorten the name of the maker. It has more than {most} characters."),
    "mid.address-far-too-long": N_("Enter only the line of the street or box. It has more than {most} characters."),
    "mid.city-far-too-long": N_("Enter only the name of the city. It has more than {most} characters."),
    "mid.country-far-too-long": N_("Enter only the country. It has more than {most} characters."),
}

IDENTIFIER_MESSAGES: Final[dict[str, str]] = {
    **_SHAPE,
    **_CHARACTERS,
    **_IMPORTER,
    **_CARRIER,
    **_BROKER_AND_OTHERS,
    **_MEXICO,
    **_EUROPE,
    **_MID,
}
