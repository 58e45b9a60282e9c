package Clock;

# perl -MClock: time stands still at $NOW for the program that follows. What the clock of the machine says is nowhere asked for, so no
# preloaded library has to pretend it to every process, and a run cannot slip into the next second.
use strict;
use warnings;

BEGIN {
    my $now = $ENV{NOW};
    *CORE::GLOBAL::time = sub () { $now };
}

1;
