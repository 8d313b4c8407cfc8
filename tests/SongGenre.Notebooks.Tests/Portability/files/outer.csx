#load "nested/inner.csx"
using System.IO;

int OuterValue() => InnerValue() + (int)new StringReader("x").ReadToEnd().Length;
