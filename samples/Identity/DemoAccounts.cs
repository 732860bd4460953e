using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RetailServerless.Samples.Identity;

/// <summary>The demo accounts: one for each staff role, and the demo shoppers. Their passwords are random and stay the same over restarts.</summary>
internal sealed class DemoAccounts
{
    public const string FileName = "demo-sign-ins.json";

    private static readonly (string UserName, string Role)[] Staff =
    [
        ("officer", "Privacy.Officer"),
        ("board", "Governance.Board"),
        ("auditor", "Governance.Auditor"),
        ("planner", "Merchandising.Planner"),
        ("admin", "Platform.Admin"),
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Dictionary<string, DemoAccount> _byName;

    private DemoAccounts(IEnumerable<DemoAccount> accounts) => _byName = accounts.ToDictionary(account => account.UserName, StringComparer.Ordinal);

    /// <summary>All accounts, staff first.</summary>
    public IReadOnlyCollection<DemoAccount> All => _byName.Values;

    /// <summary>Reads the accounts that were made before, makes the missing ones, and writes all of them to a file of mode 0600.</summary>
    public static DemoAccounts LoadOrCreate(IdentitySettings settings)
    {
        var file = Path.Combine(settings.Folder, FileName);
        var before = File.Exists(file) ? JsonSerializer.Deserialize<List<DemoAccount>>(File.ReadAllText(file), Json) ?? [] : [];
        var passwords = before.ToDictionary(account => account.UserName, account => account.Password, StringComparer.Ordinal);
        var accounts = new DemoAccounts(
            Staff.Select(staff => new DemoAccount(staff.UserName, PasswordOf(staff.UserName), staff.Role))
                .Concat(settings.Shoppers.Distinct(StringComparer.Ordinal).Select(shopper => new DemoAccount(shopper, PasswordOf(shopper), Role: null))));
        PrivateFiles.Write(file, JsonSerializer.Serialize(accounts.All, Json));
        return accounts;

        string PasswordOf(string name) => passwords.GetValueOrDefault(name) ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
    }

    /// <summary>The account that this name and password belong to; <see langword="null"/> when they belong to none.</summary>
    public DemoAccount? Find(string? userName, string? password)
    {
        var account = _byName.GetValueOrDefault(userName ?? string.Empty);
        var matches = CryptographicOperations.FixedTimeEquals(Hash(password ?? string.Empty), Hash(account?.Password ?? string.Empty));
        return matches ? account : null;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
