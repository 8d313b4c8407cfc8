using System.IO;

int Twice(int x) => 2 * x;
