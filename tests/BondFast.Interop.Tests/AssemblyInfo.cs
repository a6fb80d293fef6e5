using System.Runtime.Versioning;

// Every test here boots switches, virtual machines and busy-polling bonds: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: SupportedOSPlatform("linux")]
