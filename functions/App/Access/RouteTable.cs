using System.Collections.Frozen;
using System.Text.RegularExpressions;
using static RetailServerless.Core.Access.StaffRoles;
using Scopes = RetailServerless.Core.Access.StorefrontScopes;

namespace RetailServerless.Functions.Access;

/// <summary>Who may call what, in one table. A route that is not in it refuses everybody.</summary>
public static partial class RouteTable
{
    private static readonly IReadOnlyList<string> AnyStaff = Core.Access.StaffRoles.All;

    private static readonly Requirement Anybody = new() { Public = true };

    private static readonly Requirement Conversation =
        new() { StorefrontScope = Scopes.Chat, StorefrontNamesPerson = true, Shopper = true, Visitor = true, Owner = Owner.CheckedByFunction };

    private static readonly Requirement Products = new() { StorefrontScope = Scopes.Search, Shopper = true, Visitor = true, Staff = AnyStaff };

    private static readonly Requirement Import = new() { StorefrontScope = Scopes.Imports, Staff = [MerchandisingPlanner, PlatformAdmin] };

    private static readonly Requirement Decision = Conversation with { Staff = [GovernanceBoard, GovernanceAuditor, PrivacyOfficer] };

    private static readonly Requirement PrivacyRequest =
        new() { StorefrontScope = Scopes.Consent, StorefrontNamesPerson = true, Shopper = true, Staff = [PrivacyOfficer], Owner = Owner.CheckedByFunction };

    private static readonly Requirement PersonAlone = new() { Shopper = true, Owner = Owner.CheckedByFunction };

    private static readonly Requirement Officer = new() { Staff = [PrivacyOfficer] };

    private static readonly Requirement AuditTrail = new() { Staff = [GovernanceBoard, GovernanceAuditor, PrivacyOfficer] };

    private static readonly Requirement Statistics = new() { Staff = [GovernanceBoard, PrivacyOfficer, MerchandisingPlanner] };

    private static readonly Requirement Model = new() { Staff = AnyStaff };

    private static readonly Requirement Policy = new() { Staff = AnyStaff };

    private static readonly Requirement PolicyChange = new() { Staff = [GovernanceBoard, PrivacyOfficer] }; // The policy governance/approval says more.

    private static readonly Requirement Keys = new() { Staff = [PlatformAdmin] };

    private static readonly Requirement Orchestrations = new() { Staff = [PlatformAdmin] };

    /// <summary>All lines, by method and template as in <c>GET api/products/{id}</c>.</summary>
    public static FrozenDictionary<string, Requirement> Lines { get; } = new Dictionary<string, Requirement>(StringComparer.Ordinal)
    {
        ["POST api/conversations"] = Conversation with { StorefrontNamesPerson = false, Owner = Owner.Nobody }, // Nobody named: a new visitor.
        ["POST api/conversations/{id}/turns"] = Conversation,
        ["GET api/conversations/{id}"] = Conversation,
        ["GET api/conversations/{id}/turns/{turnId}"] = Conversation,
        ["POST api/conversations/{id}/turns/{turnId}/feedback"] = Conversation,
        ["POST api/conversations/{id}/handoff"] = Conversation,

        ["GET api/products/search"] = Products,
        ["GET api/products/{id}"] = Products,

        ["POST api/imports/{kind}"] = Import,
        ["GET api/imports"] = Import,
        ["GET api/imports/{id}"] = Import,

        ["POST api/events"] = new() { StorefrontScope = Scopes.Events, Shopper = true, Visitor = true },

        ["GET api/customers/{id}/consent"] =
            new() { StorefrontScope = Scopes.Consent, StorefrontNamesPerson = true, Shopper = true, Staff = [PrivacyOfficer], Owner = Owner.RouteCustomer },
        ["PUT api/customers/{id}/consent"] = // The function lets a storefront only withdraw.
            new() { StorefrontScope = Scopes.Consent, StorefrontNamesPerson = true, Shopper = true, Owner = Owner.RouteCustomer },
        ["GET api/customers/{id}/consent/receipts"] = new() { Shopper = true, Staff = [PrivacyOfficer], Owner = Owner.RouteCustomer },
        ["GET api/customers/{id}/consent/receipts/{number}"] = new() { Shopper = true, Staff = [PrivacyOfficer], Owner = Owner.RouteCustomer },
        ["POST api/customers/{id}/consent/parental-authorisations"] = Officer,
        ["GET api/consent/receipt-keys"] = Anybody,
        ["POST api/consent/receipts/verification"] = Anybody,
        ["POST api/customers/{id}/consent/signals"] = // A storefront passes on what takes away; the service lets only the shopper agree.
            new() { StorefrontScope = Scopes.Consent, StorefrontNamesPerson = true, Shopper = true, Owner = Owner.RouteCustomer },
        ["GET api/customers/{id}/consent/revocations"] = new() { Shopper = true, Staff = [PrivacyOfficer], Owner = Owner.RouteCustomer },
        ["GET api/customers/{id}/consent/revocations/{revocation}"] = new() { Shopper = true, Staff = [PrivacyOfficer], Owner = Owner.RouteCustomer },
        ["GET api/consent/statistics"] = AuditTrail,

        ["GET api/decisions/{id}/explanation"] = Decision,
        ["POST api/decisions/{id}/contest"] = Conversation,

        ["POST api/privacy/requests"] = PrivacyRequest with { Owner = Owner.Nobody },
        ["GET api/privacy/requests"] = PrivacyRequest with { Owner = Owner.Nobody, Staff = [PrivacyOfficer, GovernanceBoard, GovernanceAuditor] },
        ["GET api/privacy/requests/{id}"] = PrivacyRequest with { Staff = [PrivacyOfficer, GovernanceBoard, GovernanceAuditor] },
        ["POST api/privacy/requests/{id}/verification"] = PrivacyRequest,
        ["POST api/privacy/requests/{id}/withdrawal"] = PersonAlone,
        ["POST api/privacy/requests/{id}/approval"] = Officer,
        ["POST api/privacy/requests/{id}/extension"] = Officer,
        ["POST api/privacy/requests/{id}/legal-hold"] = Officer,
        ["POST api/privacy/requests/{id}/legal-hold/{hold}/release"] = Officer,
        ["POST api/privacy/requests/{id}/clarification"] = PersonAlone with { Staff = [PrivacyOfficer] },
        ["POST api/privacy/requests/{id}/restriction-lift"] = Officer,
        ["GET api/privacy/requests/{id}/subject"] = Officer,
        ["POST api/privacy/requests/{id}/package"] = PersonAlone,
        ["GET api/privacy/requests/{id}/package"] = PersonAlone,
        ["GET api/privacy/requests/{id}/certificate"] = PersonAlone with { Staff = [PrivacyOfficer, GovernanceBoard, GovernanceAuditor] },
        ["POST api/privacy/requests/bulk"] = Officer,
        ["GET api/privacy/metrics"] = AuditTrail,
        ["POST api/privacy/processors/{name}/status"] = Anybody, // The function checks the processor's signature.
        ["GET api/privacy/certificate-keys"] = Anybody,
        ["POST api/privacy/certificates/verification"] = Anybody,

        ["GET api/audit/entries"] = AuditTrail,
        ["GET api/audit/entries/{index}/proof"] = AuditTrail,
        ["GET api/audit/checkpoints/latest"] = AuditTrail,
        ["GET api/audit/checkpoints/consistency"] = AuditTrail,
        ["GET api/audit/tile/{level}/{path}"] = AuditTrail,
        ["GET api/audit/export"] = AuditTrail,
        ["GET api/audit/keys"] = Anybody,
        ["POST api/audit/keys/rotation"] = Keys,
        ["GET api/audit/retention"] = AuditTrail,

        ["GET api/privacy/regimes"] = new() { Staff = AnyStaff },

        ["POST api/retention/runs"] = Officer,
        ["GET api/retention/runs"] = AuditTrail,
        ["GET api/retention/runs/{id}"] = AuditTrail,
        ["GET api/retention/runs/{id}/items"] = AuditTrail,

        ["POST api/statistics/{dataSet}/queries"] = Statistics,
        ["GET api/statistics/{dataSet}/budget"] = Statistics with { Staff = [GovernanceBoard, PrivacyOfficer, MerchandisingPlanner, GovernanceAuditor] },
        ["POST api/statistics/{dataSet}/exports"] = Statistics with { Staff = [GovernanceBoard, PrivacyOfficer] },
        ["GET api/statistics/exports/{id}"] = AuditTrail,
        ["GET api/statistics/exports/{id}/content"] = Statistics with { Staff = [GovernanceBoard, PrivacyOfficer] },

        ["GET api/policies"] = Policy,
        ["GET api/policies/{id}"] = Policy,
        ["GET api/policies/{id}/versions"] = Policy,
        ["GET api/policies/{id}/versions/{v}"] = Policy,
        ["GET api/policies/{id}/versions/{v}/comparison"] = Policy,
        ["GET api/policies/{id}/proposals/{n}"] = Policy,
        ["POST api/policies/{id}/proposals"] = PolicyChange,
        ["POST api/policies/{id}/proposals/{n}/approval"] = PolicyChange,
        ["POST api/policies/{id}/proposals/{n}/rejection"] = PolicyChange,
        ["POST api/policies/{id}/proposals/{n}/withdrawal"] = PolicyChange,
        ["GET api/policies/{id}/proposals"] = Policy,
        ["POST api/policies/{id}/preview"] = PolicyChange,
        ["POST api/policies/{id}/rollback"] = PolicyChange,

        ["GET api/models"] = Model,
        ["GET api/models/{name}/versions/{v}/card"] = Model,

        ["POST api/visitors"] = new() { StorefrontScope = Scopes.Visitors },
        ["GET api/access/keys"] = Keys,
        ["POST api/access/keys/{name}/rotation"] = Keys,

        ["POST runtime/webhooks/durabletask/orchestrators/{functionName}/{instanceId}"] = Orchestrations, // See ManagementRoutes.
        ["GET runtime/webhooks/durabletask/instances"] = Orchestrations,
        ["DELETE runtime/webhooks/durabletask/instances"] = Orchestrations,
        ["GET runtime/webhooks/durabletask/instances/{instanceId}"] = Orchestrations,
        ["DELETE runtime/webhooks/durabletask/instances/{instanceId}"] = Orchestrations,
        ["POST runtime/webhooks/durabletask/instances/{instanceId}/raiseEvent/{eventName}"] = Orchestrations,
        ["POST runtime/webhooks/durabletask/instances/{instanceId}/terminate"] = Orchestrations,
        ["POST runtime/webhooks/durabletask/instances/{instanceId}/suspend"] = Orchestrations,
        ["POST runtime/webhooks/durabletask/instances/{instanceId}/resume"] = Orchestrations,
        ["POST runtime/webhooks/durabletask/instances/{instanceId}/restart"] = Orchestrations,
        ["POST runtime/webhooks/durabletask/instances/{instanceId}/rewind"] = Orchestrations,

        ["GET healthz"] = Anybody,
        ["GET api/openapi.json"] = Anybody,
        ["GET .well-known/gpc.json"] = Anybody,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The requirement of a route; <see langword="null"/> when it is not in the table.</summary>
    public static Requirement? Find(string method, string template) => Lines.GetValueOrDefault(Key(method, template));

    /// <summary>The key of a line: constraints and optional marks of the template do not count.</summary>
    public static string Key(string method, string template) => $"{method.ToUpperInvariant()} {Constraint().Replace(template.Trim('/'), "{${name}}")}";

    [GeneratedRegex(@"\{\**(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constraint();
}
