using RetailServerless.Console;

return await ConsoleCommand.RunAsync(args);
