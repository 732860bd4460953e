using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy;

/// <summary>Stands for a person where the person must not be named: HMAC-SHA-256 of the id (RFC 2104), in hexadecimal digits.</summary>
internal static class PersonTag
{
    public static string Of(byte[] key, PersonId person) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(person.Value)));
}
