namespace RetailServerless.LocalHost.Http;

/// <summary>Reads JSON bodies.</summary>
internal static class JsonBody;
