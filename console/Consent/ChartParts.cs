using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Components;

namespace RetailServerless.Console.Consent;

/// <summary>What the charts of consent have in common. Numbers are in units of the picture, which grows with the window.</summary>
internal static class ChartParts
{
    public const int PictureWidth = 900;
    public const int PictureHeight = 260;
    public const int Left = 48;
    public const int Top = 12;
    public const int Bottom = 32;

    private const int RoomOfAName = 64;

    /// <summary>How wide a period is.</summary>
    public static double StepOf(ConsentStatistics statistics) => (PictureWidth - Left) / (double)Math.Max(1, statistics.Periods.Count);

    /// <summary>Where a value lies.</summary>
    /// <param name="share">0 at the foot, 1 at the top.</param>
    public static double HeightOf(double share) => PictureHeight - Bottom - ((PictureHeight - Top - Bottom) * share);

    /// <summary>The days on which periods begin, as many as there is room for.</summary>
    public static MarkupString PeriodNames(ConsentStatistics statistics)
    {
        var step = StepOf(statistics);
        var every = Math.Max(1, (int)Math.Ceiling(RoomOfAName / step));
        var format = statistics.By == ConsentPeriodLength.Month ? "MMM yy" : "d MMM";
        return new(string.Concat(statistics.Periods.Select((p, i) => i % every == 0 ? Text(Left + ((i + 0.5) * step), PictureHeight - 8, "middle", p.Start.ToString(format, CultureInfo.InvariantCulture)).Value : "")));
    }

    /// <summary>Words in the picture. In Razor, text is a tag of its own.</summary>
    public static MarkupString Text(double x, double y, string anchor, string words) =>
        new($"""<text class="chart-text" x="{N(x)}" y="{N(y)}" text-anchor="{anchor}">{WebUtility.HtmlEncode(words)}</text>""");

    /// <summary>A number as SVG has it.</summary>
    public static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
