using MudBlazor;

namespace RetailServerless.Console.Components;

/// <summary>Colours with a contrast of at least 4.5 to 1 on their background in both themes (WCAG 2.2, 1.4.3), and the fonts of the machine: nothing is fetched from elsewhere.</summary>
internal static class ConsoleTheme
{
    private static readonly string[] Fonts = ["system-ui", "Segoe UI", "Helvetica", "Arial", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f4b6e",
            PrimaryContrastText = "#ffffff",
            Secondary = "#5b3f8c",
            Success = "#1b5e20",
            Info = "#0b5a86",
            Warning = "#8a4b00",
            Error = "#a3151d",
            AppbarBackground = "#1f4b6e",
            AppbarText = "#ffffff",
            Background = "#ffffff",
            Surface = "#ffffff",
            DrawerBackground = "#f3f5f8",
            DrawerText = "#1d2630",
            TextPrimary = "#1d2630",
            TextSecondary = "#4a5561",
            TextDisabled = "#5f6a76",
            ActionDefault = "#4a5561",
            LinesDefault = "#d6dce3",
            LinesInputs = "#6b7682",
            TableLines = "#d6dce3",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ec5f0",
            PrimaryContrastText = "#0d1620",
            Secondary = "#c9b3f2",
            SecondaryContrastText = "#0d1620",
            Success = "#8fd694",
            SuccessContrastText = "#0d1620",
            Info = "#8ecbf0",
            InfoContrastText = "#0d1620",
            Warning = "#f2bd72",
            WarningContrastText = "#0d1620",
            Error = "#ff9d97",
            ErrorContrastText = "#0d1620",
            AppbarBackground = "#16212c",
            AppbarText = "#e8eef4",
            Background = "#111820",
            Surface = "#18222c",
            DrawerBackground = "#16202a",
            DrawerText = "#e1e8ef",
            TextPrimary = "#e8eef4",
            TextSecondary = "#b4c0cc",
            TextDisabled = "#9aa7b4",
            ActionDefault = "#b4c0cc",
            LinesDefault = "#33404d",
            LinesInputs = "#8896a4",
            TableLines = "#33404d",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            Body1 = new Body1Typography { FontFamily = Fonts },
            Body2 = new Body2Typography { FontFamily = Fonts },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none" },
            H4 = new H4Typography { FontFamily = Fonts, FontSize = "1.75rem" },
            H6 = new H6Typography { FontFamily = Fonts },
        },
    };
}
