using RetailServerless.Samples.Identity;

return await IdentityCommand.RunAsync(args);
