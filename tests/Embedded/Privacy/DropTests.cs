using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Embedded.Privacy;

namespace RetailServerless.Embedded.Tests.Privacy;

/// <summary>Files for the shop's mailer.</summary>
public sealed class DropTests : IDisposable
{
    private static readonly Guid Request = Guid.NewGuid();

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_message_waits_until_it_is_taken_or_forgotten_and_is_for_its_owner_alone()
    {
        var drop = new MessageDrop(_folder.Path);
        await drop.SendAsync(new PersonMessage(Request, NoticeKind.Done, DataPoint.Email, "a@example.org", "s", "t"), default);

        var file = Assert.Single(Directory.GetFiles(_folder.Path));
        Assert.EndsWith(".done.message.json", file, StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.True(await drop.IsWaitingAsync(Request, default));
        Assert.Equal(1, await drop.ForgetAsync(Request, default));
        Assert.False(await drop.IsWaitingAsync(Request, default));
        Assert.Equal(0, await drop.ForgetAsync(Request, default));
    }

    [Theory]
    [InlineData("code")]
    [InlineData("message")]
    [InlineData("confirmation")]
    public async Task What_a_crash_left_half_written_goes_with_what_is_forgotten_and_what_is_of_others_stays(string kind)
    {
        var name = kind switch { "code" => $"{Request:N}.json", "message" => $"{Request:N}.done.message.json", _ => $"confirmation-{Request:N}.json" };
        var (whole, half, other) = (Path.Combine(_folder.Path, name), Path.Combine(_folder.Path, name + ".new.0a"), Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.json"));
        foreach (var path in new[] { whole, half, other })
        {
            await File.WriteAllTextAsync(path, "a@example.org");
        }

        await (kind switch
        {
            "code" => new CodeDrop(_folder.Path).ForgetAsync(Request, default),
            "message" => new MessageDrop(_folder.Path).ForgetAsync(Request, default),
            _ => ((IRevocationConfirmations)new ConfirmationDrop(_folder.Path)).ForgetAsync(Request, default),
        });

        Assert.Equal([other], Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
