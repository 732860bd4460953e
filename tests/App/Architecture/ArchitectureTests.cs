using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RetailServerless.Functions.Tests.Architecture;

public sealed class ArchitectureTests
{
    private static readonly string[] NamelessFolders = ["Helpers", "Utils", "Utilities", "Common", "Managers", "Services", "Misc", "Shared"];

    [Theory]
    [InlineData("functions/Core", "")]
    [InlineData("functions/Embedded", "RetailServerless.Core")]
    [InlineData("functions/Azure", "RetailServerless.Core")]
    [InlineData("functions/LocalHost", "")]
    [InlineData("functions/App", "RetailServerless.Core RetailServerless.Embedded RetailServerless.Azure RetailServerless.LocalHost")]
    [InlineData("console", "")]
    [InlineData("samples/Shop", "")]
    [InlineData("samples/Identity", "")]
    public void A_project_depends_only_on_what_the_design_allows(string folder, string allowed)
    {
        var file = Directory.GetFiles(Path.Combine(RepositoryRoot.Path, folder), "*.csproj").Single();

        var references = XDocument.Load(file).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));

        Assert.Empty(references.Except(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void Core_knows_no_cloud_no_host_and_no_storage_engine()
    {
        var file = Path.Combine(RepositoryRoot.Path, "functions/Core/RetailServerless.Core.csproj");

        var packages = XDocument.Load(file).Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value).ToArray();

        Assert.NotEmpty(packages);
        Assert.DoesNotContain(packages, p => Regex.IsMatch(p, "^(Azure|Microsoft.Azure|Microsoft.AspNetCore|Lucene|Microsoft.Data|Microsoft.Extensions.Hosting)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        Assert.Empty(XDocument.Load(file).Descendants("FrameworkReference"));
    }

    [Fact]
    public void Core_takes_the_time_from_a_TimeProvider_only()
    {
        var offenders = RepositoryRoot.Sources("functions/Core").Concat(RepositoryRoot.Sources("functions/App"))
            .Where(f => Regex.IsMatch(File.ReadAllText(f), @"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b|new Random\(\)|Random\.Shared", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));

        Assert.Empty(offenders);
    }

    [Fact]
    public void Only_Program_chooses_between_embedded_and_Azure()
    {
        var offenders = RepositoryRoot.Sources("functions/App")
            .Where(f => Path.GetFileName(f) != "Program.cs" && Regex.IsMatch(File.ReadAllText(f), @"RetailServerless\.(Embedded|Azure)\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));

        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("functions")]
    [InlineData("console")]
    [InlineData("samples")]
    [InlineData("tests")]
    public void No_folder_has_a_name_that_says_nothing(string folder)
    {
        var names = RepositoryRoot.Sources(folder).SelectMany(f => Path.GetRelativePath(RepositoryRoot.Path, Path.GetDirectoryName(f)!).Split('/')).Distinct();

        Assert.Empty(names.Intersect(NamelessFolders));
    }
}
