// The load of the proxy bench: the upstream behind a proxy and the clients in front of it, in one process. In Go, like
// the peer, because it must cost less than what it loads: a load in Node costs as much as the proxy, and hides what it
// costs. Prints the upstream's port; then reads requests from stdin and prints a result for each, one JSON object per line.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type request struct {
	Kind                          string
	Port, Connections, DurationMs int
}

type result struct {
	PerSecond float64 `json:"perSecond"`
	P50Ms     float64 `json:"p50Ms"`
	P99Ms     float64 `json:"p99Ms"`
}

const (
	messageBytes = 128
	bulkBytes    = 256 * 1024
	warmUp       = 300 * time.Millisecond
	stagger      = 5 * time.Millisecond
)

// One measurement: what its clients did while it was on.
type meter struct {
	on, over atomic.Bool
	mutex    sync.Mutex
	units    float64
	ms       []float64
}

// What one client did; merged when it ends, so that clients do not wait for each other.
type tally struct {
	units float64
	ms    []float64
}

func (m *meter) add(t tally) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.units += t.units
	m.ms = append(m.ms, t.ms...)
}

var clients = map[string]func(r request, index int, m *meter){"bulk": bulk, "requests": requests, "api": api}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go serve(listener)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		var r request
		check(json.Unmarshal(in.Bytes(), &r))
		out, err := json.Marshal(measure(r))
		check(err)
		fmt.Println(string(out))
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func measure(r request) result {
	m := &meter{}
	var clientsDone sync.WaitGroup
	for index := 0; index < r.Connections; index++ {
		clientsDone.Add(1)
		go func(index int) {
			defer clientsDone.Done()
			clients[r.Kind](r, index, m)
		}(index)
	}
	time.Sleep(warmUp)
	m.on.Store(true)
	started := time.Now()
	time.Sleep(time.Duration(r.DurationMs) * time.Millisecond)
	m.on.Store(false)
	took := time.Since(started)
	m.over.Store(true)
	clientsDone.Wait()
	sort.Float64s(m.ms)
	return result{m.units / took.Seconds(), m.percentile(0.5), m.percentile(0.99)}
}

// Nearest rank; 0 where nothing was timed.
func (m *meter) percentile(share float64) float64 {
	if len(m.ms) == 0 {
		return 0
	}
	return m.ms[int(share*float64(len(m.ms)-1))]
}

// Echoes to those who begin with 'R'; sends without end to the others.
func serve(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go answer(connection)
	}
}

func answer(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, 64*1024)
	n, err := connection.Read(buffer)
	echoes := buffer[0] == 'R'
	for err == nil {
		if !echoes {
			n = len(buffer)
		}
		if _, err = connection.Write(buffer[:n]); err == nil && echoes {
			n, err = connection.Read(buffer)
		}
	}
}

func dial(port int) net.Conn {
	connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	check(err)
	return connection
}

// Units are bytes received.
func bulk(r request, _ int, m *meter) {
	connection := dial(r.Port)
	defer connection.Close()
	_, err := connection.Write([]byte("B"))
	check(err)
	buffer := make([]byte, bulkBytes)
	var t tally
	for !m.over.Load() {
		n, err := connection.Read(buffer)
		check(err)
		if m.on.Load() {
			t.units += float64(n)
		}
	}
	m.add(t)
}

// Units are messages sent and received again.
func requests(r request, index int, m *meter) {
	connection := dial(r.Port)
	defer connection.Close()
	message := []byte(strings.Repeat("R", messageBytes))
	// A little apart, so that they do not queue behind each other for ever.
	time.Sleep(time.Duration(index) * stagger)
	var t tally
	for !m.over.Load() {
		t.time(m, func() {
			_, err := connection.Write(message)
			check(err)
			_, err = io.ReadFull(connection, message)
			check(err)
		})
	}
	m.add(t)
}

// Units are API calls: adds a toxic to the proxy "api" and removes it.
func api(r request, index int, m *meter) {
	url := fmt.Sprintf("http://127.0.0.1:%d/proxies/api/toxics", r.Port)
	name := fmt.Sprintf("latency%d", index)
	body := fmt.Sprintf(`{"type":"latency","name":"%s","attributes":{"latency":5}}`, name)
	client := http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	var t tally
	for !m.over.Load() {
		t.time(m, func() { call(&client, "POST", url, body) })
		t.time(m, func() { call(&client, "DELETE", url+"/"+name, "") })
	}
	m.add(t)
}

func (t *tally) time(m *meter, act func()) {
	started := time.Now()
	act()
	if !m.on.Load() {
		return
	}
	t.units++
	t.ms = append(t.ms, float64(time.Since(started).Nanoseconds())/1e6)
}

func call(client *http.Client, method, url, body string) {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	check(err)
	response, err := client.Do(r)
	check(err)
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	check(err)
	if response.StatusCode >= 300 {
		panic(fmt.Sprintf("%s %s: %d", method, url, response.StatusCode))
	}
}
