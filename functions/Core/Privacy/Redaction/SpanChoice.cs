namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>Chooses between spans that claim the same characters: a check digit or a fixed form before a label, a label before a guess; among equals the longer.</summary>
internal static class SpanChoice
{
    // Indexed by kind: lower is surer.
    private static readonly int[] Ranks = MakeRanks();

    /// <summary>Leaves spans in order of place, none of which overlap. Linear after the sort: a span competes with the last one kept only.</summary>
    public static void Settle(List<PersonalSpan> found)
    {
        if (found.Count < 2)
        {
            return;
        }

        found.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : Compare(a, b));
        var kept = 0;
        for (var i = 0; i < found.Count; i++)
        {
            var span = found[i];
            var wins = true;
            while (kept > 0 && found[kept - 1].Overlaps(span))
            {
                if (Compare(found[kept - 1], span) <= 0)
                {
                    wins = false;
                    break;
                }

                kept--;
            }

            if (wins)
            {
                found[kept++] = span;
            }
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    private static int Compare(PersonalSpan a, PersonalSpan b)
    {
        var rank = Ranks[(int)a.Kind].CompareTo(Ranks[(int)b.Kind]);
        return rank != 0 ? rank : b.Length.CompareTo(a.Length);
    }

    private static int[] MakeRanks()
    {
        PersonalTextKind[] order =
        [
            PersonalTextKind.Secret, PersonalTextKind.Email, PersonalTextKind.Iban, PersonalTextKind.Card, PersonalTextKind.Wallet, PersonalTextKind.Mac, PersonalTextKind.Ip, PersonalTextKind.Birthdate, PersonalTextKind.Date,
            PersonalTextKind.Order, PersonalTextKind.Identity, PersonalTextKind.Passport, PersonalTextKind.Phone, PersonalTextKind.Licence, PersonalTextKind.Account, PersonalTextKind.Address, PersonalTextKind.Name, PersonalTextKind.Url, PersonalTextKind.Place,
        ];
        var ranks = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            ranks[(int)order[i]] = i;
        }

        return ranks;
    }
}
