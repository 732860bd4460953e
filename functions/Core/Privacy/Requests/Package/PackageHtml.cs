using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests.Package;

/// <summary>The page of a package that people read: without scripts and without anything from elsewhere, so that it can be opened offline and tells nobody that it was.</summary>
internal static class PackageHtml
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
        table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
        section{margin:2rem 0}details{margin:.5rem 0}dt{font-weight:600}
        """;

    public static string Write(AccessContent content)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Your data</title>")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Append("<style>").Append(Style).Append("</style></head><body><main><h1>Your data</h1>");
        Paragraph(html, $"Made on {content.MadeAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC for your request {content.Request}, under {content.Law}.");
        Paragraph(html, "The folder data holds the same as JSON, exactly as it is kept, and as CSV for spreadsheets.");
        Told(html, content);
        Overview(html, content);
        DecisionsOf(html, content.Decisions);
        foreach (var store in content.Stores.Where(s => s.Items.Count > 0))
        {
            Items(html, store);
        }

        return html.Append("</main></body></html>").ToString();
    }

    private static void Told(StringBuilder html, AccessContent content)
    {
        html.Append("<section><h2>What you should know</h2><ul>");
        foreach (var rule in content.Told)
        {
            html.Append("<li>").Append(Text(rule.Text)).Append(" <small>(").Append(Text(rule.Citation)).Append(")</small></li>");
        }

        html.Append("</ul>");
        Paragraph(html, content.Recipients.Count == 0 ? "Your data was passed on to nobody." : $"Your data was passed on to: {string.Join(", ", content.Recipients)}.");
        html.Append("</section>");
    }

    private static void Overview(StringBuilder html, AccessContent content)
    {
        html.Append("<section><h2>What we keep</h2><table><thead><tr><th>What</th><th>Categories</th><th>For</th><th>From</th><th>How long</th><th>Items</th></tr></thead><tbody>");
        foreach (var store in content.Stores)
        {
            var d = store.Description;
            html.Append("<tr><td>").Append(Text(d.Contents)).Append("</td><td>").Append(Text(string.Join(", ", d.Categories)))
                .Append("</td><td>").Append(Text(string.Join(", ", d.Purposes.Select(p => p.Name()))))
                .Append("</td><td>").Append(Text(d.Source)).Append("</td><td>").Append(Text(d.Retention))
                .Append("</td><td>").Append(store.Count.ToString(CultureInfo.InvariantCulture)).Append("</td></tr>");
        }

        html.Append("</tbody></table></section>");
    }

    private static void DecisionsOf(StringBuilder html, IReadOnlyList<DecisionExplanation> decisions)
    {
        html.Append("<section><h2>Decisions about you</h2>");
        if (decisions.Count == 0)
        {
            Paragraph(html, "No automated decision about you is on record.");
        }

        foreach (var decision in decisions)
        {
            html.Append("<details><summary>").Append(Text(decision.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))).Append(": ")
                .Append(Text(decision.Summary)).Append("</summary><dl>");
            Definition(html, "Why", decision.Reasons);
            Definition(html, "On which ground", decision.Basis);
            Definition(html, "Not used", decision.NotUsed);
            Definition(html, "Made by", decision.MadeBy);
            Definition(html, "What would have changed it", decision.WhatWouldChange is { } change ? [change] : []);
            Definition(html, "Your objection", [decision.Contest.Text]);
            html.Append("</dl></details>");
        }

        html.Append("</section>");
    }

    private static void Items(StringBuilder html, AccessStore store)
    {
        html.Append("<section><h2>").Append(Text(store.Description.Name)).Append("</h2>");
        Paragraph(html, store.Description.Contents);
        foreach (var item in store.Items)
        {
            html.Append("<table><tbody>");
            foreach (var (name, value) in item)
            {
                html.Append("<tr><th scope=\"row\">").Append(Text(name)).Append("</th><td>").Append(Text(TextOf(value))).Append("</td></tr>");
            }

            html.Append("</tbody></table><br>");
        }

        html.Append("</section>");
    }

    private static void Definition(StringBuilder html, string term, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            html.Append("<dt>").Append(Text(term)).Append("</dt>");
            foreach (var line in lines)
            {
                html.Append("<dd>").Append(Text(line)).Append("</dd>");
            }
        }
    }

    private static void Paragraph(StringBuilder html, string text) => html.Append("<p>").Append(Text(text)).Append("</p>");

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static string TextOf(JsonNode? value) => value switch
    {
        null => "",
        JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
        _ => value.ToJsonString(PlatformJson.Options),
    };
}
