int InnerValue() => 7;
