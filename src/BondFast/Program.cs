Console.WriteLine("bondfast");
return 0;
