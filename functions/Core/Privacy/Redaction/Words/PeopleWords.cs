using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Words;

/// <summary>
/// Names and the words around them. The names are the commonest given names and family names of some thirty languages, written down from general knowledge, not taken from a data set; a name that is also
/// an ordinary word, a place or a brand counts only beside other signs of a name. Names that are not here are found by context: a title, a greeting, "my name is", a signature.
/// </summary>
internal static class PeopleWords
{
    public static IEnumerable<(WordUse Use, string Words)> All =>
    [
        (WordUse.GivenName, GivenNames.Clear),
        (WordUse.MaybeGivenName, GivenNames.Ambiguous),
        (WordUse.FamilyName, FamilyNames.Common),
        (WordUse.Title, "mr mrs ms miss mx dr prof professor sir madam mister herr frau hr fr monsieur madame mademoiselle mme mlle señor señora senor senora sr sra srta signor signora sig dott dottor doctor senhor senhora dhr mevrouw mevr meneer pan pani pane rev reverend capt captain sgt lady lord judge officer"),
        (WordUse.Particle, "van von der den de del della di da dos das du la le el al bin ibn ben af av zu zum zur ter ten st mac mc y e"),
        (WordUse.Greeting, "dear hi hello hey hallo liebe lieber bonjour cher chère hola querido querida estimado estimada ciao caro cara gentile olá oi caro prezado prezada beste geachte cześć hej moin servus attn attention"),
        (WordUse.Farewell, "regards sincerely thanks cheers yours best greetings cordially respectfully faithfully grüße grüßen gruß gruss mfg vg cordialement amicalement bisous saludos atentamente abrazo saluti cordiali distinti groeten groet abraços atenciosamente pozdrawiam thx signed love xoxo"),
        (WordUse.Naming, "name names named called heiße heisse heißt heisst appelle llamo chiamo heet chamo nazywam cardholder recipient addressee beneficiary surname firstname lastname nachname vorname nombre apellido nome cognome naam nom prénom spouse wife husband son daughter mother father sister brother colleague boss friend partner mum mom dad aunt uncle"),
        (WordUse.Role, "customer client buyer guest member employee cashier manager agent attendee patient contact owner holder kunde kundin cliente"),
        (WordUse.Brand, "jordan wolfskin klein lauren kors jacobs choice hilfiger martens boss ford benz dean gucci versace armani prada chanel dior burberry balenciaga levi levi's johnson's mccartney spade burch karan westwood smith's lee wrangler patagonia columbia garmin philips harley davidson tiffany cartier ray-ban oliver bonaparte disney marvel potter"),
        (WordUse.Ordinary, OrdinaryWords.All),
        (WordUse.Ordinary, OrdinaryWords.Nationalities),
        (WordUse.Goods, OrdinaryWords.Goods),
    ];
}
