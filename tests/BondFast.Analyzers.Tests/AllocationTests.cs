namespace BondFast.Analyzers.Tests;

/// <summary>BF0001: every kind of allocation is found, on its line; code without one passes.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData("var x = new object(); // BF0001")]
    [InlineData("object x = new(); // BF0001")]
    [InlineData("var x = new List<int>(); // BF0001")]
    [InlineData("var x = new List<int> { 1 }; // BF0001 BF0002")]
    [InlineData("var x = new int[4]; // BF0001")]
    [InlineData("var x = new[] { number }; // BF0001")]
    [InlineData("int[] x = { 1, 2 }; // BF0001")]
    [InlineData("var x = new int[2, 2]; // BF0001")]
    [InlineData("int[] x = [number]; // BF0001")]
    [InlineData("List<int> x = []; // BF0001")]
    [InlineData("IEnumerable<int> x = [1]; // BF0001")]
    [InlineData("ReadOnlySpan<int> x = [.. numbers]; // BF0001")]
    [InlineData("var x = numbers[1..3]; // BF0001")]
    [InlineData("var x = new { number }; // BF0001")]
    public void Objects_and_arrays(string statement) => Snippet.CheckBody(statement);

    [Theory]
    [InlineData("object x = number; // BF0001")]
    [InlineData("IComparable x = number; // BF0001")]
    [InlineData("object x = DayOfWeek.Friday; // BF0001")]
    [InlineData("Enum x = DayOfWeek.Friday; // BF0001")]
    [InlineData("object x = (number, number); // BF0001")]
    [InlineData("ValueType x = number; // BF0001")]
    [InlineData("int? y = number; object? x = y; // BF0001")]
    [InlineData("bool x = DayOfWeek.Friday.HasFlag(DayOfWeek.Monday); // BF0001 BF0001")]
    [InlineData("var x = number.GetType(); // BF0001")]
    [InlineData("var x = default(Plain).ToString(); // BF0001")]
    [InlineData("var x = default(Plain).GetHashCode(); // BF0001")]
    [InlineData("var x = default(Plain).Equals(thing); // BF0001")]
    public void Boxing(string statement) => Snippet.CheckBody(statement, "public struct Plain { public int X; }");

    [Fact]
    public void Boxing_of_a_type_parameter() => Snippet.Check("""
        public class Subject
        {
            [HotPath] public static object Box<T>(T value) where T : struct =>
                value; // BF0001
        }
        """);

    [Theory]
    [InlineData("var x = $\"{number}\"; // BF0001")]
    [InlineData("var x = text + text; // BF0001")]
    [InlineData("var x = text + number; // BF0001 BF0001")] // the string and the number's box
    [InlineData("text += text; // BF0001")]
    public void Strings(string statement) => Snippet.CheckBody(statement);

    [Theory]
    [InlineData("Take(number, text); // BF0001")]
    [InlineData("TakeObjects(text, text); // BF0001")]
    [InlineData("TakeObjects(number); // BF0001 BF0001")] // the array and the box
    [InlineData("TakeSpan(number, number);")]
    [InlineData("Take(number);")]
    [InlineData("TakeSpan();")]
    public void Params(string statement) => Snippet.CheckBody(statement, """
        [HotPath] static void Take(int number, params string[] texts) { }
        [HotPath] static void TakeObjects(params object[] things) { }
        [HotPath] static void TakeSpan(params ReadOnlySpan<int> numbers) { }
        """);

    [Theory]
    [InlineData("Action x = Cold; // BF0001")]
    [InlineData("Action x = () => { }; // BF0001")]
    [InlineData("Action x = static () => { }; // BF0001")]
    [InlineData("Func<int> x = () => number; // BF0001")]
    [InlineData("Func<int> x = delegate { return number; }; // BF0001")]
    [InlineData("void Local() { } Action x = Local; // BF0001")]
    [InlineData("Array.Sort(numbers, (a, b) => a - b); // BF0001 BF0002")]
    public void Delegates(string statement) => Snippet.CheckBody(statement, "static void Cold() { }");

    [Theory]
    [InlineData("foreach (int x in Sequence) { } // BF0001")]
    [InlineData("foreach (int x in numbers) { }")]
    [InlineData("foreach (char x in text) { }")]
    [InlineData("foreach (int x in span) { }")]
    [InlineData("foreach (ref int x in span) { x++; }")]
    [InlineData("foreach (int x in list) { } // BF0002 BF0002 BF0002 BF0002")] // GetEnumerator, MoveNext, Current, Dispose
    public void Foreach(string statement) => Snippet.CheckBody(statement, "IEnumerable<int> Sequence = null!;");

    [Fact]
    public void Iterators_and_async_methods() => Snippet.Check("""
        using System.Threading.Tasks;
        public class Subject
        {
            [HotPath] public static IEnumerable<int> Iterate()
            {
                yield return 1; // BF0001
            }

            [HotPath] public static async Task Run() // BF0001
            {
                await Nothing; // BF0001
            }

            static Task Nothing = null!;
        }
        """);

    [Theory]
    [InlineData("throw new InvalidOperationException(); // BF0001")]
    [InlineData("if (number > 0) throw new InvalidOperationException(text); // BF0001")]
    [InlineData("var x = text ?? throw new InvalidOperationException(); // BF0001")]
    [InlineData("Fail();")]
    [InlineData("ArgumentNullException.ThrowIfNull(thing);")]
    [InlineData("ArgumentOutOfRangeException.ThrowIfNegative(number);")]
    public void Exceptions_are_thrown_elsewhere(string statement) => Snippet.CheckBody(statement,
        "[DoesNotReturn] static void Fail() => throw new InvalidOperationException($\"{DateTime.UtcNow}\");");

    [Fact]
    public void Copies_of_records() => Snippet.CheckBody("""
        var x = default(R)! with { X = 2 }; // BF0001
        var y = default(S) with { X = 2 };
        """, "record R(int X); record struct S(int X);");

    [Fact]
    public void A_new_type_parameter_that_may_be_a_class() => Snippet.Check("""
        public class Subject
        {
            [HotPath] public static T Any<T>() where T : new() =>
                new T(); // BF0001
            [HotPath] public static T Struct<T>() where T : struct => new T();
        }
        """);

    [Theory]
    [InlineData("Span<int> x = stackalloc int[8]; x[0] = number;")]
    [InlineData("ReadOnlySpan<byte> x = [1, 2, 3];")]
    [InlineData("ReadOnlySpan<byte> x = new byte[] { 1, 2, 3 };")]
    [InlineData("ReadOnlySpan<byte> x = \"abc\"u8;")]
    [InlineData("Span<int> x = [number, number];")]
    [InlineData("int[] x = [];")]
    [InlineData("int x = numbers[^1] + numbers.Length + text.Length + text[0];")]
    [InlineData("var x = span[1..]; var y = x[^1]; x.CopyTo(span); x.Clear();")]
    [InlineData("Span<int> x = numbers; ReadOnlySpan<char> y = text;")]
    [InlineData("const string Name = \"a\"; string x = Name + \"b\"; string y = $\"{Name}c\";")]
    [InlineData("object x = text; IComparable y = text;")]
    [InlineData("(int a, int b) = (number, number); var t = (a, b); bool same = t == (1, 2);")]
    [InlineData("int* p = stackalloc int[4]; p[1] = number; ref int r = ref *p; r++;")]
    [InlineData("int x = number switch { 0 => 1, > 5 and < 9 => 2, _ => 3 };")]
    [InlineData("bool x = thing is string { Length: > 3 } || span is [1, .., 2];")]
    [InlineData("DayOfWeek x = (DayOfWeek)number; bool y = x == DayOfWeek.Friday; uint z = checked((uint)number);")]
    [InlineData("int? x = number; int y = x ?? 0; if (x.HasValue) y = x.Value;")]
    [InlineData("void Local(int by) { number += by; } Local(2);")]
    [InlineData("delegate*<int, int> f = &Twice; int x = f(number);")]
    public void Code_that_allocates_nothing_passes(string statement) => Snippet.CheckBody(statement, "static int Twice(int x) => 2 * x;");

    [Fact]
    public void Code_that_is_not_hot_may_do_what_it_wants() => Snippet.Check("""
        using System.Linq;
        public class Subject
        {
            public string Cold(int number) => string.Join(",", new[] { number }.Select(x => $"{x}"));
        }
        """);
}
