using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Words;

/// <summary>Words that label a number, in the languages of our shoppers.</summary>
internal static class LabelWords
{
    public static IEnumerable<(WordUse Use, string Words)> All =>
    [
        (WordUse.Telephone, "phone telephone tel mobile cell cellphone call text ring fax whatsapp sms reach telefon handy mobil anruf anrufen rufnummer téléphone portable teléfono telefono móvil movil celular telefone cellulare telefoon numer telefonu puhelin numéro número desk dial landline hotline voicemail answering callback sms messages telefonnummer mobilnummer telefonní tlf gsm cellphone handynummer"),
        (WordUse.Identity, "ssn social security nino insurance nhs itin tin tax taxpayer identity identification nationalid id ids national bsn burgerservicenummer pesel cpf aadhaar aadhar pan sin tfn medicare steuer steuerid idnr sozialversicherungsnummer svnr ahv avs dni nie nif nir codice fiscale curp rfc personnummer fødselsnummer fodselsnummer cpr henkilötunnus hetu rijksregisternummer niss pps ppsn nric fin rrn tckn kimlik hkid oib cnp egn rodné cislo číslo birthnumber isikukood teudat zehut mynumber numéro sécu sécurité dokument ausweis personalausweis cédula cedula documento cuil cuit rut"),
        (WordUse.Passport, "passport passports passeport pasaporte passaporto reisepass paspoort passaporte paszport pass travel"),
        (WordUse.Licence, "license licence licenses licences dl driver drivers driver's driving dvla führerschein fuehrerschein führerscheinnummer permis conduire conducir patente rijbewijs dea medical certificate npi registration"),
        (WordUse.Account, "account accounts acct acc konto kontonummer compte cuenta conto rekening conta customer member membership loyalty client routing aba sort bank bsb policy kundennummer kunden cliente klantnummer swift bic checking savings insurer subscriber"),
        (WordUse.Birth, "born birth dob birthday birthdate geboren geburtsdatum geburtstag né née naissance nacido nacida nacimiento nato nata nascita nascimento nascido nascida geboortedatum urodzony urodzona födelsedatum født b'day"),
        (WordUse.PaymentCard, "card cards credit debit visa mastercard amex maestro discover pan cc karte kreditkarte carte tarjeta carta kaart cartão"),
        (WordUse.Network, "ip ipv4 ipv6 host server address subnet unspecified loopback"),
        (WordUse.Order, "order orders bestellung bestellnummer auftrag auftragsnummer commande pedido ordine bestelling encomenda zamówienie invoice rechnung rechnungsnummer facture factura fattura booking reservation reference ref"),
        (WordUse.Secret, "password passwords passwd pwd pw passphrase passcode passwort kennwort contraseña clave wachtwoord senha hasło secret secrets apikey token tokens credential credentials pin bearer key"),
        (WordUse.Postcode, "zip zipcode postcode postal plz postleitzahl cap"),
        (WordUse.Retail, "sku skus tracking track parcel package shipment waybill awb model models item items product article artikel artikelnummer part mpn isbn ean upc gtin asin barcode serial size sizes größe taille talla total subtotal sum amount price prices qty quantity quantities pieces units batch lot style colour color code coupon voucher promo capacity weight width height length ups fedex dhl usps dpd hermes gls imei page row"),
        (WordUse.Version, "version versions v ver firmware build release revision software update driver"),
        (WordUse.Filler, "number numbers no nr num nummer code is was are the it's its it this my # reference of ist est es é las lautet and or"),
        (WordUse.Currency, "usd eur gbp chf jpy cad aud sek nok dkk pln inr dollars dollar euros euro pounds pound cents bucks"),
        (WordUse.Weekday, "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
        (WordUse.Month, "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maart mei augustus janeiro fevereiro março maio junho julho setembro outubro dezembro"),
    ];
}
