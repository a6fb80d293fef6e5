using System.CommandLine;
using BondFast.CommandLine;

return CommandTree.Invoke(args);
