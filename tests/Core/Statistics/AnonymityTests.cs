using CsCheck;
using RetailServerless.Core.Statistics.Anonymity;

namespace RetailServerless.Core.Tests.Statistics;

/// <summary>Golden values are the inpatient table of Machanavajjhala et al., "l-Diversity: Privacy Beyond k-Anonymity" (2007): Figure 1, its 4-anonymous form in Figure 2 and its 3-diverse form in Figure 3.</summary>
public sealed class AnonymityTests
{
    private static readonly (string Zip, int Age, string Condition)[] Patients =
    [
        ("13053", 28, "Heart Disease"), ("13068", 29, "Heart Disease"), ("13068", 21, "Viral Infection"), ("13053", 23, "Viral Infection"),
        ("14853", 50, "Cancer"), ("14853", 55, "Heart Disease"), ("14850", 47, "Viral Infection"), ("14850", 49, "Viral Infection"),
        ("13053", 31, "Cancer"), ("13053", 37, "Cancer"), ("13068", 36, "Cancer"), ("13068", 35, "Cancer"),
    ];

    [Fact]
    public void Figure_2_is_4_anonymous_and_one_of_its_classes_has_but_one_condition()
    {
        var csv = Csv(p => $"{(p.Zip.StartsWith("130", StringComparison.Ordinal) ? "130**" : "1485*")},{(p.Age < 30 ? "<30" : p.Age >= 40 ? ">=40" : "3*")}");

        var measure = AnonymityCheck.Measure(csv, ["zip", "age"], ["condition"]);

        Assert.Equal((12, 3, 4, 1, 1.0), (measure.Rows, measure.Classes, measure.K, measure.DistinctL, measure.EntropyL));
        Assert.True(AnonymityCheck.Meets(measure, new AnonymityDemand(4, 1, DiversityKind.Distinct, 0)));
        Assert.False(AnonymityCheck.Meets(measure, new AnonymityDemand(4, 2, DiversityKind.Distinct, 0)));
        Assert.False(AnonymityCheck.Meets(measure, new AnonymityDemand(5, 1, DiversityKind.Distinct, 0)));
    }

    [Fact]
    public void Figure_3_is_4_anonymous_and_3_diverse()
    {
        var csv = Csv(p => $"{p.Zip[..4]}*,{(p.Age <= 40 ? "<=40" : ">40")}");

        var measure = AnonymityCheck.Measure(csv, ["zip", "age"], ["condition"]);

        // Each class has its conditions 1, 1 and 2 times: an entropy of 1.5 bits, and 2 to that power.
        Assert.Equal((4, 3, Math.Round(Math.Pow(2, 1.5), 6)), (measure.K, measure.DistinctL, measure.EntropyL));
        Assert.Equal(Math.Pow(2, 1.5), Diversity.Of(DiversityKind.Entropy, [1, 1, 2]), 9);
    }

    [Fact]
    public void The_search_finds_a_4_anonymous_3_diverse_form_of_figure_1_without_leaving_anybody_out()
    {
        var found = Generalisation.Search(Rows(), Hierarchies(), new AnonymityDemand(4, 3, DiversityKind.Distinct, 0))!;

        var csv = "zip,age,condition\n" + string.Concat(found.Rows.Select(r => $"{r.Quasi[0]},{r.Quasi[1]},{r.Sensitive[0]}\n"));
        var measure = AnonymityCheck.Measure(csv, ["zip", "age"], ["condition"]);
        Assert.Equal((0, 12), (found.Suppressed, measure.Rows));
        Assert.True(measure is { K: >= 4, DistinctL: >= 3 }, measure.ToString());
        Assert.True(found.Loss < 1);
    }

    [Fact]
    public void What_cannot_be_met_is_refused()
    {
        Assert.Null(Generalisation.Search(Rows(), Hierarchies(), new AnonymityDemand(4, 4, DiversityKind.Distinct, 0)));
        Assert.Null(Generalisation.Search(Rows(), Hierarchies(), new AnonymityDemand(13, 1, DiversityKind.Distinct, 0.5m)));
        Assert.Null(Generalisation.Search([], Hierarchies(), new AnonymityDemand(2, 1, DiversityKind.Distinct, 0.5m)));
    }

    [Fact]
    public void A_column_that_nobody_asked_for_is_not_released() =>
        Assert.Throws<InvalidDataException>(() => AnonymityCheck.Measure("zip,name\n1,Ada\n", ["zip"], []));

    [Fact]
    public void A_quoted_cell_is_read_as_it_was_written()
    {
        var measure = AnonymityCheck.Measure("zip,condition\r\n\"a,\"\"b\"\"\",x\r\n\"a,\"\"b\"\"\",y\r\n", ["zip"], ["condition"]);

        Assert.Equal((2, 1, 2, 2), (measure.Rows, measure.Classes, measure.K, measure.DistinctL));
    }

    [Fact]
    public void Whatever_the_table_the_result_meets_the_demand_and_no_other_combination_of_levels_loses_less() => Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 2]).Array[0, 40], Gen.Int[2, 5], Gen.Int[1, 3], Gen.Bool, Gen.Int[0, 3]).Sample(
        (table, k, l, entropy, suppression) =>
        {
            var hierarchies = Small();
            var demand = new AnonymityDemand(k, l, entropy ? DiversityKind.Entropy : DiversityKind.Distinct, suppression / 10m);
            var rows = table.Select(t => new AnonymityRow([$"v{t.Item1}", $"v{t.Item2}"], [$"s{t.Item3}"])).ToList();

            var found = Generalisation.Search(rows, hierarchies, demand);

            var losses = Everything(rows, hierarchies, demand).ToList();
            Assert.Equal(losses.Count > 0, found is not null);
            if (found is not null)
            {
                var csv = "a,b,s\n" + string.Concat(found.Rows.Select(r => $"{r.Quasi[0]},{r.Quasi[1]},{r.Sensitive[0]}\n"));
                Assert.True(AnonymityCheck.Meets(AnonymityCheck.Measure(csv, ["a", "b"], ["s"]), demand));
                Assert.True(found.Suppressed <= demand.MaxSuppression * rows.Count);
                Assert.Equal(rows.Count, found.Rows.Count + found.Suppressed);
                Assert.Equal(losses.Min(), found.Loss, 9);
            }
        }, iter: 400);

    // Every combination, tried in the plainest way.
    private static IEnumerable<double> Everything(List<AnonymityRow> rows, List<Hierarchy> hierarchies, AnonymityDemand demand)
    {
        for (var a = 0; a <= hierarchies[0].Height; a++)
        {
            for (var b = 0; b <= hierarchies[1].Height; b++)
            {
                var (lost, kept) = (0.0, 0);
                foreach (var members in rows.GroupBy(r => (hierarchies[0].Word(r.Quasi[0], a), hierarchies[1].Word(r.Quasi[1], b))))
                {
                    var counts = members.GroupBy(m => m.Sensitive[0]).Select(g => g.LongCount()).ToList();
                    var diversity = demand.Diversity == DiversityKind.Distinct
                        ? counts.Count
                        : Math.Exp(-counts.Sum(c => (double)c / members.Count() * Math.Log((double)c / members.Count())));
                    var good = members.Count() >= demand.K && diversity >= (double)demand.L - 1e-9;
                    kept += good ? members.Count() : 0;
                    lost += members.Count() * (good ? (hierarchies[0].Loss(members.Key.Item1, a) + hierarchies[1].Loss(members.Key.Item2, b)) / 2 : 1);
                }

                if (kept > 0 && rows.Count - kept <= demand.MaxSuppression * rows.Count)
                {
                    yield return lost / rows.Count;
                }
            }
        }
    }

    private static List<Hierarchy> Small()
    {
        string[] values = ["v0", "v1", "v2", "v3"];
        return [new Hierarchy(values, [values.ToDictionary(v => v, v => v is "v0" or "v1" ? "low" : "high")]), new Hierarchy(values, null)];
    }

    private static List<AnonymityRow> Rows() => [.. Patients.Select(p => new AnonymityRow([p.Zip, $"{p.Age}"], [p.Condition]))];

    private static List<Hierarchy> Hierarchies()
    {
        string[] zips = [.. Patients.Select(p => p.Zip).Distinct()];
        string[] ages = [.. Patients.Select(p => $"{p.Age}").Distinct()];
        return
        [
            new Hierarchy(zips, [zips.ToDictionary(z => z, z => z[..4] + "*"), zips.ToDictionary(z => z, z => z[..2] + "***")]),
            new Hierarchy(ages, [ages.ToDictionary(a => a, a => a[..1] + "*"), ages.ToDictionary(a => a, a => int.Parse(a, System.Globalization.CultureInfo.InvariantCulture) <= 40 ? "<=40" : ">40")]),
        ];
    }

    private static string Csv(Func<(string Zip, int Age, string Condition), string> quasi) => "zip,age,condition\n" + string.Concat(Patients.Select(p => $"{quasi(p)},{p.Condition}\n"));
}
