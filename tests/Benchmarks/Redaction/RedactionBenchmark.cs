using System.Diagnostics;
using System.Globalization;
using System.Text;
using RetailServerless.Core.Privacy.Redaction;
using RetailServerless.Core.Privacy.Redaction.Tagging;

namespace RetailServerless.Benchmarks.Redaction;

/// <summary>
/// How much of what a file labels as personal is redacted, how much else is, and how fast. With <c>--misses</c>, what went wrong in the half of the file that may be read.
/// </summary>
internal static class RedactionBenchmark
{
    private const double SecondsOfSpeed = 3;

    // The regions of the public labels: their note says in which countries a number without a country code was tried.
    private static readonly RedactionPolicy Everything = new()
    {
        Kinds = [.. Enum.GetValues<PersonalTextKind>()],
        PhoneRegions = ["US", "GB", "DE", "FR", "IL", "IN", "CA", "BR", "JP", "CN"],
    };

    public static int Run(string[] args)
    {
        var file = args.FirstOrDefault(a => !a.StartsWith("--", StringComparison.Ordinal)) ?? LabelledTexts.FindFile();
        if (file is null || !File.Exists(file))
        {
            Console.Error.WriteLine("No labelled file found. Name one in the form of ../shared/data/pii, or set RETAIL_TEST_DATA.");
            return 2;
        }

        var texts = LabelledTexts.Read(file);
        var redactor = args.FirstOrDefault(a => a.StartsWith("--model=", StringComparison.Ordinal)) is { } model ? WithWeights(model["--model=".Length..]) : new Redactor(Everything);
        Score(texts, redactor, args.Contains("--misses"));
        if (args.Contains("--score"))
        {
            return 0;
        }

        Speed([.. texts.Select(t => t.Text)], redactor, "");
        Speed(RetailProse.Write(2_000), redactor, "_prose");
        return 0;
    }

    // Weights of redaction-train before they are built into the product.
    private static Redactor WithWeights(string file)
    {
        using var stream = File.OpenRead(file);
        return new Redactor(Everything, TaggerModel.Read(stream));
    }

    private static void Score(List<LabelledText> texts, Redactor redactor, bool showMisses)
    {
        var scored = texts.ConvertAll(t => (Text: t, Scores: RedactionScore.Of(t, redactor.Find(t.Text))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"texts: {texts.Count} texts"));
        Print("", [.. scored.Select(s => Sum(s.Scores.Values))]);
        Print(".seen", [.. scored.Where(s => s.Text.IsSeen).Select(s => Sum(s.Scores.Values))]);
        Print(".held_out", [.. scored.Where(s => !s.Text.IsSeen).Select(s => Sum(s.Scores.Values))]);
        foreach (var entity in scored.SelectMany(s => s.Scores.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Print("." + entity, [.. scored.Where(s => s.Scores.ContainsKey(entity)).Select(s => s.Scores[entity])]);
        }

        foreach (var (text, scores) in scored.Where(s => showMisses && s.Text.IsSeen && Sum(s.Scores.Values) is { Missed: > 0 } or { False: > 0 }))
        {
            Console.Error.WriteLine($"{string.Join(',', scores.Keys)}: {text.Text.ReplaceLineEndings("⏎")} => {string.Join(" | ", redactor.Find(text.Text).Select(s => $"{s.Kind} {text.Text[s.Start..s.End]}"))}");
        }
    }

    private static RedactionScore Sum(IEnumerable<RedactionScore> scores)
    {
        var sum = new RedactionScore();
        foreach (var score in scores)
        {
            sum.Add(score);
        }

        return sum;
    }

    private static void Print(string suffix, List<RedactionScore> texts)
    {
        var all = Sum(texts);
        var (precisionLow, precisionHigh) = Intervals.Wilson(all.Found, all.Found + all.False);
        var (recallLow, recallHigh) = Intervals.Wilson(all.Found, all.Found + all.Missed);
        var (low, high) = Intervals.BootstrapF2(texts);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"precision{suffix}: {all.Precision:0.0000} share (95 % {precisionLow:0.000} to {precisionHigh:0.000})"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"recall{suffix}: {all.Recall:0.0000} share (95 % {recallLow:0.000} to {recallHigh:0.000}, {all.Found + all.Missed} labels)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"f2{suffix}: {all.F2:0.0000} share (95 % {low:0.000} to {high:0.000})"));
    }

    // On one thread and by processor time, so that a busy machine measures the same; everything found and settled; the placeholders themselves are a copy of the text.
    private static void Speed(List<string> texts, Redactor redactor, string suffix)
    {
        var bytes = texts.Sum(t => (long)Encoding.UTF8.GetByteCount(t));
        var spans = new List<PersonalSpan>();
        Pass(texts, redactor, spans, 1.0);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var passes = Pass(texts, redactor, spans, SecondsOfSpeed);
        var seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sentences_per_s{suffix}: {passes * texts.Count / seconds:0} sentences/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mb_per_s{suffix}: {passes * bytes / seconds / 1e6:0.0} MB/s"));
    }

    private static long Pass(List<string> texts, Redactor redactor, List<PersonalSpan> spans, double seconds)
    {
        var watch = Stopwatch.StartNew();
        var passes = 0L;
        do
        {
            for (var i = 0; i < texts.Count; i++)
            {
                redactor.FindInto(texts[i], spans);
            }

            passes++;
        }
        while (watch.Elapsed.TotalSeconds < seconds);
        return passes;
    }
}
