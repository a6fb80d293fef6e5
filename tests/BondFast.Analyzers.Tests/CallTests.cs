namespace BondFast.Analyzers.Tests;

/// <summary>BF0002 and BF0003: what hot code may call.</summary>
public class CallTests
{
    [Theory]
    [InlineData("Cold(); // BF0002")]
    [InlineData("Hot2();")]
    [InlineData("int x = Computed; // BF0002")]
    [InlineData("Auto = Auto + 1; Auto++; Auto += 2;")]
    [InlineData("int x = HotComputed; HotComputed = x;")]
    [InlineData("Half = 1; // BF0002")] // the getter is hot, the setter is not
    [InlineData("int x = Half;")]
    [InlineData("Half += 1; // BF0002")]
    [InlineData("var x = Environment.TickCount64; // BF0002")]
    [InlineData("Console.WriteLine(); // BF0002")]
    [InlineData("lock (thing) { } // BF0002")]
    [InlineData("System.Threading.Monitor.Enter(thing); // BF0002")]
    [InlineData("System.Threading.Thread.Sleep(1); // BF0002")]
    [InlineData("var x = System.Linq.Enumerable.Count(numbers); // BF0002")]
    [InlineData("using (Resource) { } // BF0002")]
    [InlineData("using var x = Resource; // BF0002")]
    [InlineData("list.Add(1); // BF0002")]
    [InlineData("int x = list[0] + list.Count; // BF0002 BF0002")]
    [InlineData("var x = number.ToString(); // BF0002")]
    [InlineData("var x = span.ToArray(); // BF0002")]
    [InlineData("var x = span.ToString(); // BF0002")]
    [InlineData("Array.Resize(ref numbers, 3); // BF0002")]
    [InlineData("Event += () => { }; // BF0001 BF0002")]
    public void Calls_to_code_that_is_not_hot(string statement) => Snippet.CheckBody(statement, """
        static void Cold() { }
        [HotPath] static void Hot2() { }
        int Computed => 2 * 3;
        int Auto { get; set; }
        [HotPath] int HotComputed { get => 2 * 3; set { } }
        int Half { [HotPath] get => 2 * 3; set { } }
        static IDisposable Resource = null!;
        event Action Event { add { } remove { } }
        """);

    [Theory]
    [InlineData("int x = System.Numerics.BitOperations.PopCount((uint)number);")]
    [InlineData("var x = System.Runtime.Intrinsics.Vector128.Create(number); var y = x + x; var z = System.Runtime.Intrinsics.X86.Sse2.IsSupported;")]
    [InlineData("var x = System.Runtime.Intrinsics.X86.Avx2.Add(default(System.Runtime.Intrinsics.Vector256<int>), default);")]
    [InlineData("ref int x = ref Unsafe.Add(ref span[0], 1); var s = Unsafe.As<string>(thing); Unsafe.SkipInit(out int y);")]
    [InlineData("var x = System.Runtime.InteropServices.MemoryMarshal.Cast<int, byte>(span);")]
    [InlineData("int x = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(\"abcd\"u8);")]
    [InlineData("string x = System.Threading.Volatile.Read(ref text); System.Threading.Volatile.Write(ref number, 2);")]
    [InlineData("int x = Math.Max(number, 2) + (int)Math.BigMul(1u, 2u) + int.Min(1, 2) + int.LeadingZeroCount(3);")]
    [InlineData("int x = span.IndexOf(3); bool y = span.SequenceEqual(span); span.Fill(1); int z = number.CompareTo(3);")]
    [InlineData("UInt128 x = new UInt128(1, 2); x += 1; ulong y = (ulong)(x >> 8); bool same = x == 5;")]
    [InlineData("System.Diagnostics.Debug.Assert(number > 0); long now = System.Diagnostics.Stopwatch.GetTimestamp();")]
    public void Intrinsics_spans_and_arithmetic_are_trusted(string statement) => Snippet.CheckBody(statement);

    [Fact]
    public void Native_code_and_function_pointers_are_trusted() => Snippet.Check("""
        using System.Runtime.InteropServices;
        public static unsafe partial class Subject
        {
            [DllImport("x")] static extern int Import(int x);
            static delegate* unmanaged<int, int> Pointer;
            [HotPath] public static int Hot() => Import(1) + Pointer(2);
        }
        """);

    [Fact]
    public void Structs_without_code_of_their_own_are_trusted() => Snippet.Check("""
        public readonly record struct Pair(int A, int B) { public int Sum => A + B; }
        public struct Plain { public int X; public int Y { get; set; } }
        public struct Made { public int X; public Made(int x) { X = x; } public static Made operator +(Made a, Made b) => a; public static implicit operator int(Made m) => m.X; }
        public struct HotMade { public int X; [HotPath] public HotMade(int x) { X = x; } }
        public class Subject
        {
            [HotPath] public static int Hot(Pair p, Plain plain)
            {
                bool same = p == new Pair(1, 2) || p.Equals(p);
                var q = new Plain { X = 1, Y = 2 };
                var h = new HotMade(1);
                var m = new Made(1); // BF0002
                m = m + m; // BF0002
                m += m; // BF0002
                int x = m; // BF0002
                (int a, int b) = p;
                return p.A + q.Y + new Plain().X
                    + p.Sum; // BF0002
            }
        }
        """);

    [Fact]
    public void A_type_covers_its_members_but_not_its_set_up() => Snippet.Check("""
        [HotPath] public sealed class Worker
        {
            private static readonly int[] Table = new int[256];
            private readonly int[] _buffer = new int[32];
            static Worker() { Table[0] = new object().GetHashCode(); }
            public Worker(int size) { _buffer = new int[size]; }
            public int this[int i] => _buffer[i];
            public int Next() => this[0] + Inner.Twice(2);
            [DoesNotReturn] private static void Fail() => throw new InvalidOperationException();
            public object Bad() =>
                new object(); // BF0001
            public static class Inner { public static int Twice(int x) => 2 * x; public static object Bad() => new object(); // BF0001
            }
        }
        [HotPath] public struct Value
        {
            public object Made;
            public Value(int x) { Made = new object(); } // BF0001
        }
        """);

    [Fact]
    public void Indirect_calls_are_found() => Snippet.Check("""
        public interface IStrategy { int Pick(int x); int Size { get; } }
        public interface IHot { [HotPath] int Pick(int x); }
        [HotPath] public interface IAllHot { int Pick(int x); int Size { get; } static abstract int Make(); }
        public interface IStatic { static abstract int Make(); static abstract int Made { get; } }
        public abstract class Base { public abstract int Pick(); public virtual int Take() => 1; [HotPath] public abstract int Hot(); }
        public class Derived : Base { public override int Pick() => 1; public override int Take() => base.Take(); [HotPath] public override int Hot() => base.Take(); // BF0002
        }
        public sealed class Sealed : Base { [HotPath] public override int Pick() => 1; [HotPath] public override int Hot() => 1; }
        public class Subject
        {
            [HotPath] public static void Objects(IStrategy s, IHot h, IAllHot a, Base b, Sealed f, Action d, Func<int> g)
            {
                s.Pick(1); // BF0003
                int x = s.Size; // BF0003
                h.Pick(1);
                a.Pick(a.Size);
                b.Pick(); // BF0003
                b.Take(); // BF0003
                b.Hot();
                f.Pick();
                f.Take(); // BF0002
                d(); // BF0003
                g.Invoke(); // BF0003
                f.ToString(); // BF0002
                b.ToString(); // BF0003
            }

            [HotPath] public static void Parameters<T, THot, TClass>(T s, THot h, TClass c) where T : struct, IStrategy, IStatic where THot : struct, IAllHot where TClass : IStrategy
            {
                s.Pick(1); // BF0002
                int x = s.Size; // BF0002
                h.Pick(h.Size);
                c.Pick(1); // BF0003
                T.Make(); // BF0002
                x = T.Made; // BF0002
                THot.Make();
            }
        }
        """);

    [Fact]
    public void Generic_arithmetic_is_trusted() => Snippet.Check("""
        using System.Numerics;
        public class Subject
        {
            [HotPath] public static T Sum<T>(ReadOnlySpan<T> values) where T : unmanaged, INumber<T>
            {
                T sum = T.Zero;
                foreach (T value in values) sum += value;
                return T.Max(sum, T.One);
            }
        }
        """);

    [Fact]
    public void Members_of_other_assemblies_are_known_by_their_metadata() => Snippet.CheckAgainst("""
        [method: HotPath] public readonly struct Address(ulong value) { [HotPath] public ulong Value => value; public override string ToString() => ""; }
        public readonly record struct Pair(int A, int B) { public int Sum => A + B; [HotPath] public int HotSum => A + B; }
        public static class Library { public static void Cold() { } [HotPath] public static void Hot() { } public static int Auto { get; set; } public static int Computed => Auto + 1; }
        """, """
        public class Subject
        {
            [HotPath] public static int Hot()
            {
                Library.Hot();
                Library.Cold(); // BF0002
                Library.Auto = Library.Auto + 1;
                int x = Library.Computed; // BF0002
                var p = new Pair(1, 2);
                bool same = p == default;
                x = p.A + p.HotSum;
                x = p.Sum; // BF0002
                var a = new Address(1);
                a.ToString(); // BF0002
                return (int)a.Value;
            }
        }
        """);

    [Fact]
    public void Local_functions_are_part_of_their_method() => Snippet.CheckBody("""
        Local();
        void Local()
        {
            object x = new(); // BF0001
        }
        [DoesNotReturn] void Fail() => throw new InvalidOperationException();
        """);
}
