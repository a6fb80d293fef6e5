using System.Text;

namespace BondFast.Bonding.Lacp;

/// <summary>The standard's spelling of states: <c>PortDisabled</c> is PORT_DISABLED.</summary>
public static class LacpNames
{
    public static string StandardName<TState>(this TState state) where TState : unmanaged, Enum
    {
        string name = state.ToString();
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i])) text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }
        return text.ToString();
    }
}
