using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SongGenre.Notebooks.Tests.Portability;

/// <summary>The libraries and packages that the portable notebooks reference, compiled anew for the tests.</summary>
public sealed class PortableLibraries : IDisposable
{
    private const string Inner = "namespace Portable; public static class Inner { public static string Hello() => \"hello from the inner library\"; }";
    private const string Outer = "namespace Portable; public static class Outer { public static string Hello() => Inner.Hello(); }";

    private const string Formatted = """
        namespace Portable;
        using System;
        using System.Collections.Generic;
        using System.IO;

        [AttributeUsage(AttributeTargets.Class)]
        public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
        {
            public Type FormatterSourceType { get; } = formatterSourceType;
            public string[] PreferredMimeTypes { get; set; } = [];
        }

        [TypeFormatterSource(typeof(Source), PreferredMimeTypes = ["text/html"])]
        public sealed class Formatted;

        public sealed class Source
        {
            public IEnumerable<object> CreateTypeFormatters() => [new Html()];
        }

        public sealed class Html
        {
            public string MimeType => "text/html";
            public bool Format(object instance, TextWriter writer)
            {
                writer.Write("<em>formatted by its own library</em>");
                return true;
            }
        }
        """;

    private readonly string root = Directory.CreateTempSubdirectory("portability").FullName;

    public PortableLibraries()
    {
        var library = Directory.CreateDirectory(Path.Combine(root, "library")).FullName;
        File.WriteAllBytes(Path.Combine(library, "Inner.dll"), Compile("Inner", Inner));
        File.WriteAllBytes(Path.Combine(library, "Outer.dll"), Compile("Outer", Outer, Path.Combine(library, "Inner.dll")));
        File.WriteAllBytes(Path.Combine(library, "Formatted.dll"), Compile("Formatted", Formatted));
        foreach (var version in (string[])["1.0.0", "2.0.0-beta"]) Pack(version);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>A folder of its own for a notebook, with everything that it may refer to.</summary>
    public string FolderFor(string name, string source)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "notebooks", name)).FullName;
        Copy(Path.Combine(source, "files"), Path.Combine(folder, "files"));
        Copy(Path.Combine(root, "library"), Path.Combine(folder, "library"));
        if (name == "nuget-config")
        {
            Copy(Path.Combine(root, "packages"), Path.Combine(folder, "packages"));
            File.WriteAllText(Path.Combine(folder, "NuGet.config"), """
                <configuration>
                  <config><add key="globalPackagesFolder" value="restored" /></config>
                  <packageSources><clear /><add key="beside" value="packages" /></packageSources>
                </configuration>
                """);
        }

        return folder;
    }

    private void Pack(string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "packages")).FullName;
        using var package = ZipFile.Open(Path.Combine(folder, $"Portable.Tiny.{version}.nupkg"), ZipArchiveMode.Create);
        using (var nuspec = new StreamWriter(package.CreateEntry("Portable.Tiny.nuspec").Open()))
        {
            nuspec.Write($"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
                <id>Portable.Tiny</id><version>{version}</version><authors>tests</authors><description>A version.</description>
                </metadata></package>
                """);
        }

        using var assembly = package.CreateEntry("lib/net10.0/Portable.Tiny.dll").Open();
        assembly.Write(Compile("Portable.Tiny", $"namespace Portable; public static class Tiny {{ public static string Version => \"{version}\"; }}"));
    }

    private static byte[] Compile(string name, string code, params string[] references)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        using var assembly = new MemoryStream();
        var result = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(code)],
            platform.Concat(references).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return assembly.ToArray();
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
