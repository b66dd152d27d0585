module muster/tools/bench/load

go 1.21
