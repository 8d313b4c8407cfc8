Console.WriteLine("songgenre");
