using MudBlazor;

namespace RetailServerless.Console.Components;

/// <summary>Colours with a contrast of at least 4.5 to 1 on white (WCAG 2.2, 1.4.3), and the fonts of the machine: nothing is fetched from elsewhere.</summary>
internal static class ConsoleTheme
{
    private static readonly string[] Fonts = ["system-ui", "Segoe UI", "Helvetica", "Arial", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight { Primary = "#1f4b6e", Success = "#1b5e20", Warning = "#8a4b00", Error = "#a3151d", AppbarBackground = "#1f4b6e" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            H4 = new H4Typography { FontFamily = Fonts, FontSize = "1.75rem" },
            H6 = new H6Typography { FontFamily = Fonts },
        },
    };
}
