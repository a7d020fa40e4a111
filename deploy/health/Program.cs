// The health check of the container: its image has no shell and no curl. Exit 0 where the node is ready, else 1.
using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
try
{
    using var answer = await http.GetAsync(args is [var address] ? address : "http://127.0.0.1:8080/health/ready");
    return answer.IsSuccessStatusCode ? 0 : 1;
}
catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
