namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>What kind of personal text a placeholder stands for.</summary>
public enum PersonalTextKind
{
    /// <summary>An e-mail address, <c>[EMAIL_1]</c>.</summary>
    Email,

    /// <summary>A payment card number, <c>[CARD_1]</c>.</summary>
    Card,

    /// <summary>The number of an order, <c>[ORDER_1]</c>.</summary>
    Order,

    /// <summary>A telephone number, <c>[PHONE_1]</c>.</summary>
    Phone,
}
