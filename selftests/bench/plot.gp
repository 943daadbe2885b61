# SPDX-License-Identifier: GPL-2.0-only
# A picture of bench.dat (see report.awk, format plot): gnuplot -e "data='FILE'; kernel='NAME'"
set terminal svg size 900,420 font "sans-serif,12" background "#ffffff"
set title "Get Device ID on Linux ".kernel.": median time of a message, without interrupt"
set style data histograms
set style histogram clustered gap 1.5
set style fill solid border -1
set boxwidth 0.9
set logscale y
set ylabel "milliseconds"
set xlabel "interface, time of the BMC for a byte and for a command in microseconds"
set grid ytics
set key top left
set yrange [0.3:100]
plot data using 2:xtic(1) title "the BMC's own time" linecolor rgb "#bbbbbb", \
	'' using 3 title "in-tree driver" linecolor rgb "#cc6644", \
	'' using 4 title "bmclink" linecolor rgb "#3377aa"
