public class Greeter(string name)
{
    public string Greet() => $"Hello, {name}";
}
