namespace BondFast.Bonding;

/// <summary>HOWTO option <c>xmit_hash_policy</c>. The numbers are Linux's (layer3+4 is 1).</summary>
public enum XmitHashPolicy : byte { Layer2 = 0, Layer34 = 1, Layer23 = 2, Encap23 = 3, Encap34 = 4, VlanSrcMac = 5 }

/// <summary>Whose arithmetic the hash policies use: the HOWTO's text read literally, or today's Linux driver bit for bit.</summary>
public enum XmitHashFormula : byte { Howto, Linux }

/// <summary>Option <c>arp_validate</c>.</summary>
public enum ArpValidate : byte { None = 0, Active = 1, Backup = 2, All = 3, Filter = 4, FilterActive = 5, FilterBackup = 6 }

/// <summary>Option <c>arp_all_targets</c>.</summary>
public enum ArpAllTargets : byte { Any = 0, All = 1 }

/// <summary>Option <c>primary_reselect</c>.</summary>
public enum PrimaryReselect : byte { Always = 0, Better = 1, Failure = 2 }

/// <summary>Option <c>fail_over_mac</c>.</summary>
public enum FailOverMac : byte { None = 0, Active = 1, Follow = 2 }

/// <summary>Option <c>lacp_rate</c>.</summary>
public enum LacpRate : byte { Slow = 0, Fast = 1 }

/// <summary>Option <c>ad_select</c>.</summary>
public enum AdSelect : byte { Stable = 0, Bandwidth = 1, Count = 2, ActorPortPriority = 3 }
