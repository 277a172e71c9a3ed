"""What an image needs to survive ECR's lifecycle policies. Pure: no pulumi, no boto3, no clock."""
